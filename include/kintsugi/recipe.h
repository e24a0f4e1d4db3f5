#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/version.h"

namespace KINTSUGI_API kintsugi {

namespace recipe {
struct Recipe;
}

/// A layer of a network, for one picture of the inspected size.
struct LayerSummary {
  std::string name, op;
  std::vector<int64_t> shape;  ///< of its result: [1, 64, 128, 128]
  int64_t parameters = 0, macs = 0;
};

/// A network of a recipe: what it is there for, and what it is made of.
struct NetworkSummary {
  std::string role;  ///< "generator", "discriminator judge", "features vgg19"
  std::string name;
  int64_t parameters = 0;
  int64_t macs = 0;  ///< multiplications with an addition, for one picture
  std::vector<LayerSummary> layers;
};

/// A system or a variant of one, as its TOML file says it: networks, losses, optimizers, data. A
/// plain value; threads may share it.
class Recipe {
 public:
  /// `overrides`: numbers that are changed, "generator.width=32", or with an element of a list by
  /// its name or number, "discriminator.judge.crop=16". Errors: a file that cannot be read, an
  /// unknown key or word (the nearest one is suggested), a value out of range, parts that do not
  /// fit one another; with file and line.
  explicit Recipe(const std::string& path, const std::vector<std::string>& overrides = {});

  /// The file's, without folder and ending: "glcic".
  const std::string& name() const;
  /// One line for lists.
  const std::string& summary() const;
  /// Side of the square pictures that it is trained on, pixels.
  int64_t size_px() const;
  /// Steps of a run.
  int64_t steps() const;

  /// Every network with fresh weights: the generator first, as the model that is exported, then
  /// discriminators and the feature networks of its losses.
  ///   size_px  side of the picture where it is free; 0: size_px()
  /// Errors: a size that a network cannot take.
  std::vector<NetworkSummary> networks(int64_t size_px = 0) const;

  /// The recipe as TOML with every number written out.
  std::string toml() const;

 private:
  std::shared_ptr<const recipe::Recipe> recipe_;
};

}  // namespace kintsugi
