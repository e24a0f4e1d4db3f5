#pragma once

#include <string>
#include <vector>

#include "kintsugi/learn/adversarial.h"
#include "kintsugi/train/loss_value.h"
#include "kintsugi/train/scene.h"
#include "kintsugi/train/squares.h"
#include "kintsugi/train/trainee.h"

namespace kintsugi::train {

/// A discriminator of the run: its network, what that is shown of a scene, and its own loss.
class Discriminator {
 public:
  Discriminator(const recipe::Discriminator& options, const recipe::Recipe& recipe,
                const learn::ModuleOptions& module_options);

  const std::string& name() const { return options_.name; }
  /// The output of the training graph that it is shown: "raw" or "composite".
  const char* shown() const { return word_of(options_.shown); }
  int64_t steps() const { return options_.steps; }

  /// The values of completed pictures, with gradients to `pictures`.
  ///   pictures  [N, 3, S, S]  in the recipe's range
  torch::Tensor values(const torch::Tensor& pictures, const Scene& scene);

  /// What the generator wants of it: small where the discriminator takes `fake` for real.
  torch::Tensor generator_loss(const torch::Tensor& fake, const Scene& scene);

  /// Its own loss, as `NAME`, and the gradient penalty, as `NAME.penalty`, if it has one.
  ///   real, fake  [N, 3, S, S]  in the recipe's range; without gradients
  std::vector<LossValue> losses(const torch::Tensor& real, const torch::Tensor& fake,
                                const Scene& scene);

  learn::GraphModule& module() { return module_; }
  const learn::GraphModule& module() const { return module_; }
  Trainee& trainee() { return trainee_; }
  const Trainee& trainee() const { return trainee_; }

 private:
  torch::Tensor run(const torch::Tensor& pictures, const Scene& scene,
                    const std::vector<Corner>& squares, const learn::ForwardOptions& options);
  torch::Tensor penalty(const torch::Tensor& real, const torch::Tensor& fake, const Scene& scene);
  std::vector<Corner> squares_of(const Scene& scene) const;

  recipe::Discriminator options_;
  uint64_t seed_;
  int64_t crop_ = 0;  // side of the square around the hole; 0: it is shown none
  bool has_mask_ = false;
  learn::GraphModule module_;
  Trainee trainee_;
};

}  // namespace kintsugi::train
