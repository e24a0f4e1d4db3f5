#pragma once

#include <filesystem>
#include <memory>

#include "kintsugi/engine/model_inpainter.h"

namespace kintsugi::engine {

/// The model in an .onnx file. Errors: those of graph::read_onnx.
Model load_model(const std::filesystem::path& path, const ModelOptions& options = {});

/// A filler that uses the model in an .onnx file.
std::unique_ptr<Inpainter> model_inpainter(const std::filesystem::path& path,
                                           const ModelInpainterOptions& options = {});

}  // namespace kintsugi::engine
