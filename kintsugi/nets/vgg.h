#pragma once

#include "kintsugi/graph/builder.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

struct VggOptions {
  int64_t depth = 19;           // 13, 16 or 19: layers with weights in the whole network
  bool has_batch_norm = false;  // vgg13_bn and its like
  int64_t num_convs = 100;      // stop after so many convolutions; more than there are: all

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("depth", o.depth, "13, 16 or 19");
    field("batch-norm", o.has_batch_norm, "with batch norm, as vgg13_bn");
    field("num-convs", o.num_convs, "convolutions to keep, from the first");
  }
};

/// VGG's convolutions (Simonyan and Zisserman 2015), torchvision's names.
///   x       [N, 3, H, W]  RGB with ImageNet's mean and deviation
///   return  every convolution's output after its ReLU, in order: conv1_1, conv1_2, conv2_1, …
std::vector<Value> vgg_features(Builder& b, const Value& x, const VggOptions& options = {});

}  // namespace kintsugi::nets
