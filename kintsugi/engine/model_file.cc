#include "kintsugi/engine/model_file.h"

#include "kintsugi/error.h"
#include "kintsugi/onnx/onnx_read.h"

namespace kintsugi::engine {

Model load_model(const std::filesystem::path& path, const ModelOptions& options) {
  return Model(graph::read_onnx(path), options);
}

std::unique_ptr<Inpainter> model_inpainter(const std::filesystem::path& path,
                                           const ModelInpainterOptions& options) {
  graph::Graph graph = graph::read_onnx(path);
  try {
    return std::make_unique<ModelInpainter>(std::move(graph), options, path.string());
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

}  // namespace kintsugi::engine
