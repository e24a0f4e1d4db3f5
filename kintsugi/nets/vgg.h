#pragma once

#include <cstdint>
#include <string>

#include "kintsugi/nets/features.h"

namespace kintsugi::nets {

struct VggOptions {
  int64_t depth = 19;
  bool has_batch_norm = false;
  std::string until = "";

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("depth", o.depth, "13, 16 or 19 layers, the three dense ones included");
    field("has-batch-norm", o.has_batch_norm, "batch norm after every convolution");
    field("until", o.until, "the last layer that is built, such as conv3_4; empty: all");
  }
};

/// The convolutional part of VGG (Simonyan, Zisserman 2015, table 1: configurations B, D and E).
/// Weights have torchvision's names: "features.0.weight".
///   x     [N, 3, H, W]        RGB normalized by ImageNet's mean and deviation; H, W in 32s
///   taps  conv1_1 … conv5_4   after ReLU
///   last  [N, 512, H/32, W/32]
Features vgg_features(graph::Builder& b, graph::Value x, const VggOptions& options = {});

struct VggFamily : Family {
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
