#pragma once

#include <cstdint>

#include "kintsugi/nets/layers.h"
#include "kintsugi/nets/network.h"

/// GLCIC: Iizuka, Simo-Serra, Ishikawa, "Globally and Locally Consistent Image Completion", 2017.
/// Weights have the names of otenim/GLCIC-PyTorch: "conv1.weight", "bn1.running_var".
namespace kintsugi::nets {

/// The generator, and its options.
struct CompletionOptions {
  static constexpr const char* kName = "glcic";
  int64_t width = 64;
  NormOrder norm_order = NormOrder::kNormAct;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layer; the others are multiples of it");
    field("norm-order", o.norm_order,
          "norm_act: batch norm, then ReLU; act_norm: the other way round, as GLCIC-PyTorch does");
  }
  Needs needs() const { return {.range = Range::kUnit, .multiple = 4, .minimum = 4}; }
  Generated generate(graph::Builder& b, const Painted& input) const;
};

/// The completion network (table 1 of the paper and of the report).
///   x       [N, 4, H, W]  RGB in [0, 1] with the hole painted over, and the mask; H, W in fours
///   return  [N, 3, H, W]  RGB in [0, 1]
graph::Value glcic_completion(graph::Builder& b, graph::Value x,
                              const CompletionOptions& options = {});

/// The pair, joined: the whole picture, and a square of it around the hole.
struct GlcicDiscriminatorOptions {
  static constexpr const char* kName = "glcic";
  int64_t width = 64;
  NormOrder norm_order = NormOrder::kNormAct;
  Activation activation = Activation::kRelu;
  int64_t crop = 128;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layer; the others are multiples of it");
    field("norm-order", o.norm_order, "norm_act or act_norm, as for the completion network");
    field("activation", o.activation, "relu, or leaky_relu of slope 0.2");
    field("crop", o.crop, "side of the square around the hole, pixels");
  }
  graph::Value judge(graph::Builder& b, const graph::Value& picture) const;
};

/// Both discriminators and the layer that joins them (tables 2 and 3).
///   local   [N, 3, h, w]  the part of the picture around the hole; h, w in 32s, the paper's 128
///   global  [N, 3, H, W]  the whole picture; H, W in 64s, the paper's 256
///   return  [N, 1]        in [0, 1]; 1 = a real picture
graph::Value glcic_discriminator(graph::Builder& b, graph::Value local, graph::Value global,
                                 const GlcicDiscriminatorOptions& options = {});

struct GlcicFamily : Family {
  using Generators = Types<CompletionOptions>;
  using Discriminators = Types<GlcicDiscriminatorOptions>;
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
