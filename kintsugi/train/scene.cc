#include "kintsugi/train/scene.h"

#include <torch/csrc/autograd/autograd.h>

#include <optional>

#include "kintsugi/error.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/nets/confidence.h"

namespace kintsugi::train {

using graph::Dim;

namespace {

/// The confidence that the recipe's losses or penalties use; a penalty alone has the defaults.
std::optional<nets::ConfidenceOptions> confidence_of(const recipe::Recipe& recipe) {
  for (const recipe::Loss& loss : recipe.losses) {
    if (const auto* term = std::get_if<recipe::ConfidenceLoss>(&loss.term)) return *term;
  }
  for (const recipe::Discriminator& one : recipe.discriminators) {
    if (one.penalty_mask == recipe::PenaltyMask::kConfidence) return nets::ConfidenceOptions();
  }
  return std::nullopt;
}

}  // namespace

learn::TensorMap Scene::inputs() const {
  learn::TensorMap inputs = {{"image", image}, {"mask", mask}};
  if (noise.defined()) inputs["noise"] = noise;
  return inputs;
}

Random random_of(uint64_t seed, const std::string& purpose, int64_t picture) {
  return Random(seed ^ graph::hash_name(purpose), static_cast<uint64_t>(picture));
}

SceneMaker::SceneMaker(const recipe::Recipe& recipe, const learn::ModuleOptions& options)
    : seed_(recipe.training.seed),
      is_noisy_(recipe.input.hole == recipe::HolePaint::kNoise),
      device_(options.device) {
  const std::optional<nets::ConfidenceOptions> confidence = confidence_of(recipe);
  if (!confidence) return;
  const int64_t size = recipe.input.size;
  graph::Builder b("confidence");
  b.output("result",
           confidence_mask(b, b.input("mask", {Dim::symbol("N"), 1, size, size}), *confidence));
  confidence_ =
      std::make_unique<learn::GraphModule>(b.finish(), learn::ModuleOptions{.device = device_});
}

Scene SceneMaker::operator()(Pictures pictures, int64_t first_picture, const std::string& purpose) {
  const torch::NoGradGuard no_gradients;
  Scene scene;
  scene.first_picture = first_picture;
  scene.pictures = std::move(pictures);
  scene.image = scene.pictures.images.to(device_).to(torch::kFloat32) / 255;
  scene.mask = scene.pictures.masks.to(device_).to(torch::kFloat32);
  if (is_noisy_) scene.noise = draw_noise(scene, purpose).to(device_);
  if (confidence_) scene.confidence = confidence_->forward(scene.mask);
  return scene;
}

torch::Tensor SceneMaker::draw_noise(const Scene& scene, const std::string& purpose) const {
  torch::Tensor noise = torch::empty(scene.image.sizes());
  const int64_t count = noise.size(0), numel = noise.numel() / std::max<int64_t>(count, 1);
  float* values = noise.data_ptr<float>();
  for (int64_t n = 0; n < count; ++n) {
    Random random = random_of(seed_, purpose, scene.first_picture + n);
    for (int64_t i = 0; i < numel; ++i) *values++ = static_cast<float>(random.uniform());
  }
  return noise;
}

}  // namespace kintsugi::train
