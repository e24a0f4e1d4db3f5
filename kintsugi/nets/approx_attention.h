#pragma once

#include "kintsugi/graph/builder.h"
#include "kintsugi/nets/blocks.h"

/// approx-attention: report 001's two-step inpainting of 64x64 pictures.
namespace kintsugi::nets {

struct ApproxNetOptions {
  int64_t width = 1024;  // of the dense layers
  float dropout = 0.3f;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "width of the dense layers");
    field("dropout", o.dropout, "share of features dropped in training");
  }
};

/// Dense layers over the whole picture, which give a first guess of the hole.
///   x       [N, 3, H, W]  RGB in [0, 1] with a grey hole; H, W known
///   return  [N, 3, H, W]  RGB in [0, 1]
Value approx_net(Builder& b, const Value& x, const ApproxNetOptions& options = {});

struct AttentionGeneratorOptions {
  int64_t width = 64;  // channels of the first layer

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layer");
  }
};

/// Encoder and decoder with self-attention at half and at a quarter of the size.
///   x              [N, 4, H, W]  RGB in [0, 1] with ApproxNet's guess in the hole, and the mask
///   return.result  [N, 3, H, W]  RGB in [0, 1]
///   return.map     [N, HW/16, HW/16]  the coarsest attention, row: a position of the result
Attention attention_generator(Builder& b, const Value& x,
                              const AttentionGeneratorOptions& options = {});

/// Stride-2 convolutions, then two dense layers.
///   x       [N, 3, H, W]  RGB in [0, 1]; H, W known
///   return  [N, 1]        probability of being real
Value attention_discriminator(Builder& b, const Value& x,
                              const AttentionGeneratorOptions& options = {});

}  // namespace kintsugi::nets
