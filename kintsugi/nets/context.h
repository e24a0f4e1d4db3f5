#pragma once

#include <cstdint>

#include "kintsugi/nets/network.h"

/// The networks of report 002, after Pathak et al., "Context Encoders", 2016. They take pictures of
/// 224 pixels, normalized by ImageNet's mean and deviation, and give pictures in that scale.
namespace kintsugi::nets {

struct ContextOptions {
  int64_t width = 64;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layer in tables 1 and 3; others are multiples");
  }
};

struct ContextAlexnetOptions {
  static constexpr const char* kName = "context-alexnet";
  int64_t width = 64;
  int64_t encoder_width = 64;
  double dropout = 0.4;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the decoder's second and third layer");
    field("encoder-width", o.encoder_width,
          "channels of AlexNet's first layer; others are multiples; its ImageNet weights fit 64");
    field("dropout", o.dropout, "share of the bottleneck that training drops");
  }
  Needs needs() const { return {.is_fixed = true, .multiple = 224}; }
  Generated generate(graph::Builder& b, const Painted& input) const;
};

/// The first model, which paints the block in the middle and nothing else.
///   x       [N, 3, 224, 224]
///   return  [N, 3, 48, 48]    the centre, from row and column 88 on
graph::Value context_center_generator(graph::Builder& b, graph::Value x,
                                      const ContextOptions& options = {});

/// Judges the painted block.
///   x       [N, 3, 48, 48]
///   return  [N, 1]          in [0, 1]; 1 = real
graph::Value context_center_discriminator(graph::Builder& b, graph::Value x,
                                          const ContextOptions& options = {});

/// The second model: an encoder shaped as AlexNet's, channel-wise connections at its end.
///   x       [N, 3, 224, 224]  0 in the hole
///   return  [N, 3, 224, 224]
graph::Value context_conv_generator(graph::Builder& b, graph::Value x,
                                    const ContextOptions& options = {});

/// The third model: AlexNet's features, with the names of torchvision's weights, as the encoder.
///   x       [N, 3, 224, 224]  0 in the hole
///   return  [N, 3, 224, 224]
graph::Value context_alexnet_generator(graph::Builder& b, graph::Value x,
                                       const ContextAlexnetOptions& options = {});

/// The patch discriminator of the second and third model. One value judges 23 x 23 pixels.
///   x       [N, 3, H, W]      H, W in eights
///   return  [N, 1, H/8, W/8]  in [0, 1]; 1 = real
graph::Value context_patch_discriminator(graph::Builder& b, graph::Value x,
                                         const ContextOptions& options = {});

/// What recipes name: the first two models and the discriminators, all with the same options.
struct ContextCenter : ContextOptions {
  static constexpr const char* kName = "context-center";
  Needs needs() const { return {.is_fixed = true, .multiple = 224}; }
  Generated generate(graph::Builder& b, const Painted& input) const;
};
struct ContextConv : ContextOptions {
  static constexpr const char* kName = "context-conv";
  Needs needs() const { return {.is_fixed = true, .multiple = 224}; }
  Generated generate(graph::Builder& b, const Painted& input) const;
};
/// Of the 48 x 48 block in the middle.
struct ContextCenterDiscriminator : ContextOptions {
  static constexpr const char* kName = "context-center";
  graph::Value judge(graph::Builder& b, const graph::Value& picture) const;
};
struct ContextPatchDiscriminator : ContextOptions {
  static constexpr const char* kName = "context-patch";
  graph::Value judge(graph::Builder& b, const graph::Value& picture) const;
};

struct ContextFamily : Family {
  using Generators = Types<ContextCenter, ContextConv, ContextAlexnetOptions>;
  using Discriminators = Types<ContextCenterDiscriminator, ContextPatchDiscriminator>;
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
