#include "kintsugi/engine/model_file.h"

#include "kintsugi/graph/onnx_read.h"

namespace kintsugi::engine {

Model load_model(const std::filesystem::path& path, const ModelOptions& options) {
  return Model(graph::read_onnx(path), options);
}

std::unique_ptr<Inpainter> model_inpainter(const std::filesystem::path& path,
                                           const ModelInpainterOptions& options) {
  return std::make_unique<ModelInpainter>(graph::read_onnx(path), options);
}

}  // namespace kintsugi::engine
