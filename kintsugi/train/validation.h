#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kintsugi/data/run_log.h"
#include "kintsugi/train/losses.h"

namespace kintsugi::train {

/// What a validation found. Numbers: "loss" (the weighted sum of all losses without a
/// discriminator), each of these under its name, and of the composites "hole_l1", "psnr", "ssim",
/// "ssim_uniform7", and "lpips_squeeze" where its weights are given; means over the pictures.
struct ValidationResult {
  data::Numbers numbers;
  std::vector<data::Sample> samples;
};

/// Whether one value of recipe.validation.monitor is better than another: more is better for psnr
/// and ssim, less for loss and hole_l1.
bool is_better(recipe::Monitor monitor, double value, double than);

/// Measures a run on pairs that never change, with the weights that would be exported.
class Validation {
 public:
  /// All but `files` must outlive this. LPIPS is measured if `files` has squeezenet1_1 and
  /// lpips_squeeze. Errors: files that do not fit.
  Validation(const recipe::Recipe& recipe, Networks& networks, Losses& losses,
             SceneMaker& scene_maker, const data::FeatureFiles& files = {});

  /// The first pictures become samples.
  ValidationResult operator()(const std::vector<Pictures>& pairs, size_t num_samples = 8);

 private:
  void measure(const Scene& scene, const learn::TensorMap& outputs);
  void add(const std::string& name, const torch::Tensor& values);
  data::Sample sample(const Scene& scene, const learn::TensorMap& outputs, int64_t n);
  std::string caption(const Scene& scene, const learn::TensorMap& outputs, int64_t n);

  std::vector<std::string> measured_;  // losses by name
  Networks& networks_;
  Losses& losses_;
  SceneMaker& scene_maker_;
  learn::GraphModule to_unit_;
  std::unique_ptr<learn::GraphModule> lpips_;
  data::Numbers sums_;
};

}  // namespace kintsugi::train
