#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "kintsugi/base/random.h"
#include "kintsugi/learn/graph_module.h"
#include "kintsugi/recipe/recipe.h"
#include "kintsugi/train/feed.h"

namespace kintsugi::train {

/// A batch as the networks see it, on their device.
struct Scene {
  int64_t first_picture = 0;  // its first picture's number in the run
  Pictures pictures;
  torch::Tensor image;       // [N, 3, S, S]  RGB in [0, 1]
  torch::Tensor mask;        // [N, 1, S, S]  1 = hole
  torch::Tensor noise;       // [N, 3, S, S]  uniform; only of recipes that paint the hole with it
  torch::Tensor confidence;  // [N, 1, S, S]  see nets::confidence_mask; only where it is used

  /// What the training graph takes.
  learn::TensorMap inputs() const;
};

/// The numbers of one picture for one purpose: the same, whenever and wherever they are drawn.
Random random_of(uint64_t seed, const std::string& purpose, int64_t picture);

/// Turns batches into scenes.
class SceneMaker {
 public:
  SceneMaker(const recipe::Recipe& recipe, const learn::ModuleOptions& options);

  /// `purpose` names the stream of the noise.
  Scene operator()(Pictures pictures, int64_t first_picture, const std::string& purpose = "noise");

 private:
  torch::Tensor draw_noise(const Scene& scene, const std::string& purpose) const;

  uint64_t seed_;
  bool is_noisy_;
  torch::Device device_;
  std::unique_ptr<learn::GraphModule> confidence_;
};

}  // namespace kintsugi::train
