#include "kintsugi/train/discriminator.h"

#include "kintsugi/graph/init.h"
#include "kintsugi/recipe/discriminators.h"

namespace kintsugi::train {

namespace {

graph::Graph network_of(const recipe::Discriminator& options, const recipe::Recipe& recipe) {
  const uint64_t seed = recipe.training.seed ^ graph::hash_name(options.name);
  return recipe::build_discriminator(options, recipe.input.size, seed);
}

/// What the gradient of the penalty is multiplied by; nothing: one.
torch::Tensor penalty_mask(recipe::PenaltyMask mask, const Scene& scene) {
  if (mask == recipe::PenaltyMask::kHole) return scene.mask;
  return mask == recipe::PenaltyMask::kConfidence ? scene.confidence : torch::Tensor();
}

}  // namespace

Discriminator::Discriminator(const recipe::Discriminator& options, const recipe::Recipe& recipe,
                             const learn::ModuleOptions& module_options)
    : options_(options),
      seed_(recipe.training.seed),
      module_(network_of(options, recipe), module_options),
      trainee_(options.name, module_.parameters(), options.optimizer) {
  for (const graph::Port& input : module_.description().inputs) {
    if (input.name == "local") crop_ = input.shape.at(2).value();
    if (input.name == "mask") has_mask_ = true;
  }
}

torch::Tensor Discriminator::run(const torch::Tensor& pictures, const Scene& scene,
                                 const std::vector<Corner>& squares,
                                 const learn::ForwardOptions& options) {
  learn::TensorMap inputs = {{"picture", pictures}};
  if (crop_ > 0) inputs["local"] = cut(pictures, squares, crop_);
  if (has_mask_) inputs["mask"] = scene.mask;
  return module_.forward(inputs, options).at("result");
}

std::vector<Corner> Discriminator::squares_of(const Scene& scene) const {
  if (crop_ == 0) return {};
  return squares_around_holes(scene.pictures.masks, crop_);
}

torch::Tensor Discriminator::values(const torch::Tensor& pictures, const Scene& scene) {
  return run(pictures, scene, squares_of(scene), {.updates_statistics = false});
}

torch::Tensor Discriminator::generator_loss(const torch::Tensor& fake, const Scene& scene) {
  return learn::generator_loss(options_.loss, values(fake, scene));
}

std::vector<LossValue> Discriminator::losses(const torch::Tensor& real, const torch::Tensor& fake,
                                             const Scene& scene) {
  std::vector<Corner> anywhere;
  if (crop_ > 0) {
    anywhere = squares_at_random(real.size(0), real.size(2), crop_, seed_, scene.first_picture);
  }
  const torch::Tensor of_real = run(real, scene, anywhere, {});
  const torch::Tensor of_fake = run(fake, scene, squares_of(scene), {});
  std::vector<LossValue> losses = {
      {options_.name, options_.weight, learn::discriminator_loss(options_.loss, of_real, of_fake)}};
  if (options_.gradient_penalty > 0) {
    losses.push_back({options_.name + ".penalty", 1, penalty(real, fake, scene)});
  }
  return losses;
}

torch::Tensor Discriminator::penalty(const torch::Tensor& real, const torch::Tensor& fake,
                                     const Scene& scene) {
  torch::Tensor t = torch::empty({real.size(0)});
  for (int64_t n = 0; n < t.size(0); ++n) {
    Random random = random_of(seed_, "penalty of " + options_.name, scene.first_picture + n);
    t[n] = random.uniform();
  }
  const std::vector<Corner> squares = squares_of(scene);
  const learn::Critic critic = [&](const torch::Tensor& pictures) {
    return run(pictures, scene, squares, {.updates_statistics = false});
  };
  return learn::gradient_penalty(critic, real, fake, penalty_mask(options_.penalty_mask, scene),
                                 t.to(real.device()), options_.gradient_penalty);
}

}  // namespace kintsugi::train
