#pragma once

#include "kintsugi/graph/builder.h"

/// context-*: report 002's three context encoders (after Pathak et al. 2016). Pictures are RGB with
/// ImageNet's mean and deviation; the hole is zero after that.
namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

/// context-center.
///   x       [N, 3, 224, 224]
///   return  [N, 3, 48, 48]    the centre block
Value context_center_generator(Builder& b, const Value& x);

/// context-conv: an encoder shaped like AlexNet without batch norm.
///   x, return  [N, 3, 224, 224]
Value context_conv_generator(Builder& b, const Value& x);

/// context-alexnet: AlexNet's own features, torchvision's names, so that its weights load.
///   x, return  [N, 3, 224, 224]
Value context_alexnet_generator(Builder& b, const Value& x);

/// Discriminator of context-center.
///   x       [N, 3, 48, 48]
///   return  [N, 1]  probability of being real
Value context_center_discriminator(Builder& b, const Value& x);

/// Patch discriminator of the other two; every label sees 23x23 pixels.
///   x       [N, 3, H, W]
///   return  [N, 1, H/8, W/8]  probabilities of being real; 28x28 for 224x224
Value context_patch_discriminator(Builder& b, const Value& x);

}  // namespace kintsugi::nets
