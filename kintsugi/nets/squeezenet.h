#pragma once

#include "kintsugi/nets/features.h"

namespace kintsugi::nets {

/// The convolutional part of SqueezeNet 1.1 (Iandola et al. 2016) with torchvision's names:
/// "features.3.squeeze.weight".
///   x     [N, 3, H, W]  RGB normalized by ImageNet's mean and deviation
///   taps  relu1 … relu7  the seven activations that LPIPS v0.1 compares
///   last  [N, 512, h, w]  13 x 13 of 224 x 224
Features squeezenet_features(graph::Builder& b, graph::Value x);

/// The classifier on top of `last`: 1 x 1 convolution, ReLU, mean over positions.
///   features  [N, 512, h, w];  return  [N, 1000]  logits of ImageNet's classes
graph::Value squeezenet_classifier(graph::Builder& b, graph::Value features);

struct SqueezenetFamily : Family {
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
