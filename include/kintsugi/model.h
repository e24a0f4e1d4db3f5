#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/method.h"

namespace KINTSUGI_API kintsugi {

/// The method that a name stands for: a word of Method, or a model, FILE.onnx. Errors: an unknown
/// name; no such file, or a file that is no model that fills pictures; options out of range.
std::unique_ptr<Inpainter> open_method(const std::string& name, const MethodOptions& options = {});

/// What a model is made of.
struct ModelSummary {
  /// An input or output: its element type, and its shape with the names of free extents.
  struct Port {
    std::string name, type, shape;  ///< "image", "f32", "[1, 3, H, W]"
  };
  struct Layer {
    std::string name, op;        ///< "encoder/conv1", "Conv"
    std::vector<int64_t> shape;  ///< of its first output, slowest first
    int64_t parameters = 0;      ///< learned weights that no earlier layer has
    int64_t macs = 0;            ///< multiplications with a sum
  };

  std::string name;
  std::vector<Port> inputs, outputs;
  std::vector<Layer> layers;
  int64_t parameters = 0, macs = 0;
  std::map<std::string, std::string> metadata;
  std::string json;  ///< all of this, and receptive fields, as `kintsugi inspect --json` prints it
};

/// Inspects a model for pictures of side x side pixels, where its sizes are free. Errors: no such
/// file, no model, a size that it cannot take.
ModelSummary inspect_model(const std::filesystem::path& file, int side = 256);

}  // namespace kintsugi
