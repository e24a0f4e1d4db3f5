#include "kintsugi/error.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/onnx/onnx_write.h"

namespace kintsugi::graph {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Error("cannot " + what + ": this Kintsugi was built without ONNX (KINTSUGI_RUNTIME=OFF)");
}

}  // namespace

Graph read_onnx(const std::filesystem::path& path) { refuse("read " + path.string()); }

Graph parse_onnx(std::span<const uint8_t>, const std::string& name) { refuse("read " + name); }

std::string to_onnx(const Graph&) { refuse("write a model"); }

void write_onnx(const std::filesystem::path& path, const Graph&) {
  refuse("write " + path.string());
}

}  // namespace kintsugi::graph
