#pragma once

#include "kintsugi/nets/network.h"

namespace kintsugi::nets {

/// What MobileNetV2 gives.
struct MobileNetResult {
  graph::Value features;  // [N, 1280]  the means of the last activation
  graph::Value logits;    // [N, 1001]  0 = background, then ImageNet's classes
};

/// MobileNetV2 1.0 (Sandler et al. 2018, table 2) as TensorFlow has it: padding "SAME", batch norms
/// folded into the convolutions. Weights have torchvision's names: "features.1.conv.0.0.weight".
///   x  [N, 3, H, W]  RGB in [-1, 1]; the paper's 224 x 224
MobileNetResult mobilenet_v2(graph::Builder& b, graph::Value x);

struct MobilenetV2Family : Family {
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
