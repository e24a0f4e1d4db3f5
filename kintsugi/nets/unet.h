#pragma once

#include "kintsugi/graph/builder.h"

/// unet-patchgan: report 000's recursive U-Net and its two discriminators.
namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

struct UnetOptions {
  int64_t width = 64;  // channels of the outermost block; doubled inwards
  int64_t max_width = 512;
  int64_t depth = 6;  // blocks inside each other; each halves the picture

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the outermost block");
    field("max-width", o.max_width, "most channels of an inner block");
    field("depth", o.depth, "blocks inside each other; each halves the picture");
  }
};

/// Generator: block = down, inner block, up, joined with the block's input; a channel-wise fully
/// connected layer at the bottleneck fixes the size of the picture.
///   x       [N, 4, H, W]  RGB in [-1, 1] with noise in the hole, and the mask; H, W known
///                         multiples of 2^depth
///   return  [N, 3, H, W]  RGB in [-1, 1]
Value unet_generator(Builder& b, const Value& x, const UnetOptions& options = {});

/// Strided convolutions down to one value.
///   x       [N, 3, H, W]  RGB in [-1, 1], H = W a power of 2
///   return  [N, 1]        a score (least squares: 1 = real)
Value unet_global_discriminator(Builder& b, const Value& x, const UnetOptions& options = {});

struct PatchDiscriminatorOptions {
  int64_t field = 40;  // receptive field in pixels
  int64_t kernel = 4;
  int64_t width = 64;
  int64_t max_width = 256;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("field", o.field, "receptive field of one value in pixels");
    field("kernel", o.kernel, "kernel of every layer");
    field("width", o.width, "channels of the first layer");
    field("max-width", o.max_width, "most channels of a layer");
  }
};

/// Fully convolutional: one value per patch, on the shallowest stack with that receptive field.
///   x       [N, 3, H, W]
///   return  [N, 1, h, w]  scores
Value patch_discriminator(Builder& b, const Value& x,
                          const PatchDiscriminatorOptions& options = {});

/// Both, their values side by side.
///   x       [N, 3, H, W]
///   return  [N, 1 + h*w]
Value unet_discriminator(Builder& b, const Value& x, const UnetOptions& options = {},
                         const PatchDiscriminatorOptions& patch = {});

}  // namespace kintsugi::nets
