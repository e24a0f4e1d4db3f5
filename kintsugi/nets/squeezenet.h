#pragma once

#include "kintsugi/graph/builder.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

/// What squeezenet gives.
struct SqueezeNet {
  std::vector<Value> slices;  // the seven feature maps that LPIPS compares
  Value features;             // [N, 512, h, w], the last of them
  Value logits;               // [N, 1000]; without a name when the classifier was not wanted
};

/// SqueezeNet 1.1 (Iandola et al. 2016), torchvision's names.
///   x  [N, 3, H, W]  RGB with ImageNet's mean and deviation
SqueezeNet squeezenet(Builder& b, const Value& x, bool has_classifier = false);

}  // namespace kintsugi::nets
