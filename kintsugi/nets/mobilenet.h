#pragma once

#include "kintsugi/graph/builder.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

/// What mobilenet_v2 gives.
struct MobileNet {
  Value pooled;  // [N, 1280]
  Value logits;  // [N, 1001], class 0 is the background
};

/// MobileNetV2 1.0 (Sandler et al. 2018) with batch norm folded into the convolutions, TensorFlow's
/// padding, and torchvision's names.
///   x  [N, 3, H, W]  RGB in [-1, 1]
MobileNet mobilenet_v2(Builder& b, const Value& x);

}  // namespace kintsugi::nets
