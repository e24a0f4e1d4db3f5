// Any bytes as an .onnx file give a graph or an Error; a graph that is read can be written,
// simplified and inspected, or says why not.
#include <cstddef>
#include <cstdint>

#include "kintsugi/error.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/passes.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/onnx/onnx_write.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace kintsugi;
  try {
    graph::Graph graph = graph::parse_onnx({data, size}, "fuzz.onnx");
    const std::string again = graph::to_onnx(graph);
    graph::parse_onnx({reinterpret_cast<const uint8_t*>(again.data()), again.size()}, "again.onnx");
    graph::fold_weights(graph);
    graph::infer(graph);
  } catch (const Error&) {
  }
  return 0;
}
