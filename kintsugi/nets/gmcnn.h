#pragma once

#include "kintsugi/graph/builder.h"

/// GMCNN: image inpainting via generative multi-column convolutional neural networks (Wang, Tao,
/// Qi, Shen, Jia 2018), and report 004's variants with attention.
namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

struct GmcnnOptions {
  int64_t width = 32;               // channels of the first layers
  std::string padding = "reflect";  // or "zeros", as in the Keras lineage
  std::string upsample =
      "release";                   // bilinear and nearest as in the authors' release; or "nearest"
  std::string attention = "none";  // "se": squeeze and excitation; "a2": double attention

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layers");
    field("padding", o.padding, "reflect (the authors' release) or zeros");
    field("upsample", o.upsample, "release (bilinear and nearest as in it) or nearest");
    field("attention", o.attention, "none, se or a2");
  }
};

/// Generator. Weights of shepnerd/inpainting_gmcnn load under their own names. Reflection needs
/// pictures of at least 200 pixels.
///   x       [N, 4, H, W]  RGB in [-1, 1] with the hole at 0, and the mask; H and W multiples of 4
///   return  [N, 3, H, W]  RGB in [-1, 1]
Value gmcnn_generator(Builder& b, const Value& x, const GmcnnOptions& options = {});

/// A discriminator; the global and the local one are two of them.
///   x       [N, 3, H, W]  RGB in [-1, 1], sizes known
///   return  [N, 1]        a score, no sigmoid
Value gmcnn_discriminator(Builder& b, const Value& x, int64_t width = 64);

struct ConfidenceMaskOptions {
  int64_t rounds = 7;
  int64_t kernel = 65;             // odd
  double sigma = 40;               // of the Gaussian in pixels; a Laplacian gets the same deviation
  std::string shape = "gaussian";  // or "laplacian"

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("rounds", o.rounds, "how often the mask is blurred");
    field("kernel", o.kernel, "side of the blur in pixels, odd");
    field("sigma", o.sigma, "deviation of the blur in pixels");
    field("shape", o.shape, "gaussian or laplacian");
  }
};

/// Confidence-driven mask, equation 4: Mw_i = (g * (1 - M + Mw_{i-1})) . M with Mw_0 = 0.
///   mask    [N, 1, H, W]  1 = hole
///   return  [N, 1, H, W]  in [0, 1]: large near known pixels, 0 outside the hole
Value confidence_mask(Builder& b, const Value& mask, const ConfidenceMaskOptions& options = {});

}  // namespace kintsugi::nets
