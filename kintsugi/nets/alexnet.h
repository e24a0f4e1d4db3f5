#pragma once

#include "kintsugi/graph/builder.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

/// What alexnet_features gives.
struct AlexNetFeatures {
  std::vector<Value> layers;  // the five convolutions after their ReLU
  Value pooled;               // [N, 256, 6, 6] for 224x224
};

/// AlexNet's convolutions (Krizhevsky 2014), torchvision's names.
///   x  [N, 3, H, W]  RGB with ImageNet's mean and deviation, at least 63x63
AlexNetFeatures alexnet_features(Builder& b, const Value& x);

}  // namespace kintsugi::nets
