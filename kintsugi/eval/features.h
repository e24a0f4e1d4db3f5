#pragma once

#include <filesystem>
#include <vector>

#include "kintsugi/engine/model.h"
#include "kintsugi/image.h"

/// Metrics that look at pictures through pretrained networks, whose weights come from files.
namespace kintsugi::eval {

/// LPIPS v0.1 on SqueezeNet 1.1 (nets/lpips.h) in f32.
class Lpips {
 public:
  ///   squeezenet  safetensors file with torchvision's squeezenet1_1: features.0.weight …
  ///   linear      safetensors file with the metric's own weights: lin0.model.1.weight …
  /// Errors: files that cannot be read or lack a weight.
  Lpips(const std::filesystem::path& squeezenet, const std::filesystem::path& linear);

  /// The distance of two pictures of one size, grey or RGB, at least 32 pixels each way; 0 = alike.
  double operator()(const Image& first, const Image& second) const;

 private:
  engine::Model model_;
};

/// The 1,280 means of MobileNetV2's last activation, for a Fréchet distance.
class MobileNetFeatures {
 public:
  ///   file  safetensors file with MobileNetV2 1.0 (nets/mobilenet_v2.h)
  explicit MobileNetFeatures(const std::filesystem::path& file);

  /// Of a picture of any size, grey or RGB; it is resized to the network's 224 x 224.
  std::vector<float> operator()(const Image& image) const;

 private:
  engine::Model model_;
};

}  // namespace kintsugi::eval
