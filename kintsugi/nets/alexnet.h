#pragma once

#include "kintsugi/nets/features.h"

namespace kintsugi::nets {

/// The convolutional part of AlexNet, as torchvision has it (Krizhevsky 2014, one column) and with
/// its names: "features.0.weight".
///   x      [N, 3, H, W]   RGB normalized by ImageNet's mean and deviation; the paper's 224 x 224
///   width  channels of conv1; torchvision's is 64, the other layers are multiples
///   taps   conv1 … conv5  after ReLU
///   last   [N, 4 width, h, w]  6 x 6 of 224 x 224
Features alexnet_features(graph::Builder& b, graph::Value x, int64_t width = 64);

struct AlexnetFamily : Family {
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
