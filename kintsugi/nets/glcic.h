#pragma once

#include "kintsugi/graph/builder.h"

/// GLCIC: globally and locally consistent image completion (Iizuka, Simo-Serra, Ishikawa 2017).
namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

/// Options of the completion network and of the discriminators.
struct GlcicOptions {
  int64_t width = 64;                   // channels of the first layer
  std::string norm_order = "norm_act";  // batch norm, then activation (the paper); or "act_norm",
                                        // as in otenim/GLCIC-PyTorch, whose weights then load

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layer");
    field("norm-order", o.norm_order, "norm_act (the paper) or act_norm (otenim/GLCIC-PyTorch)");
  }
};

/// Completion network, table 1 of the paper.
///   x       [N, 4, H, W]  RGB in [0, 1] with the hole filled, and the mask
///   return  [N, 3, H, W]  RGB in [0, 1]
Value glcic_completion(Builder& b, const Value& x, const GlcicOptions& options = {});

/// Both discriminators and what joins them, tables 2 and 3.
///   local   [N, 3, h, w]  crop around the hole, 128x128 in the paper
///   global  [N, 3, H, W]  the whole picture, 256x256 in the paper
///   return  [N, 1]        probability of being real
Value glcic_discriminator(Builder& b, const Value& local, const Value& global,
                          const GlcicOptions& options = {});

}  // namespace kintsugi::nets
