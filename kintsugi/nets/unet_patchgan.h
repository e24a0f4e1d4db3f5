#pragma once

#include <cstdint>

#include "kintsugi/nets/network.h"

/// The networks of report 000: a recursive U-Net and two discriminators.
namespace kintsugi::nets {

/// The generator, and its options.
struct UnetOptions {
  static constexpr const char* kName = "unet";
  int64_t width = 64;
  int64_t max_width = 512;
  int64_t depth = 6;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the outermost block; each block inside has twice as many");
    field("max-width", o.max_width, "but never more than this");
    field("depth", o.depth, "blocks: a picture of 256 pixels is 4 wide inside the sixth");
  }
  Needs needs() const {
    return {.range = Range::kSigned, .is_fixed = true, .multiple = int64_t{1} << depth};
  }
  Generated generate(graph::Builder& b, const Painted& input) const;
};

/// The generator. Its size is fixed: the channel-wise fully connected layer at the bottom, between
/// encoder and decoder, has weights for each pair of positions.
///   x       [N, 4, H, W]  RGB in [-1, 1] with noise in the hole, and the mask; H, W in 64s
///   return  [N, 3, H, W]  RGB in [-1, 1]
graph::Value unet_generator(graph::Builder& b, graph::Value x, const UnetOptions& options = {});

struct GlobalDiscriminatorOptions {
  static constexpr const char* kName = "unet-global";
  int64_t width = 64;
  int64_t max_width = 512;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layer; each layer after it has twice as many");
    field("max-width", o.max_width, "but never more than this");
  }
  graph::Value judge(graph::Builder& b, const graph::Value& picture) const;
};

/// Looks at the whole picture: halves it, as the encoder does, down to 4 positions a side, of which
/// the last layer makes one value.
///   x       [N, 3, H, H]  RGB in [-1, 1]; H = 2^n
///   return  [N, 1]        any number: 1 = real for least squares
graph::Value unet_global_discriminator(graph::Builder& b, graph::Value x,
                                       const GlobalDiscriminatorOptions& options = {});

struct PatchDiscriminatorOptions {
  static constexpr const char* kName = "unet-patch";
  int64_t receptive_field = 40;
  int64_t kernel = 4;
  int64_t width = 32;
  int64_t max_width = 64;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("receptive-field", o.receptive_field, "side of the patch that one value judges, pixels");
    field("kernel", o.kernel, "side of every kernel");
    field("width", o.width, "channels of the first layer; each layer after it has twice as many");
    field("max-width", o.max_width, "but never more than this");
  }
  graph::Value judge(graph::Builder& b, const graph::Value& picture) const;
};

/// Looks at patches: the shallowest stack of convolutions with the wanted receptive field. With the
/// defaults that is one layer of stride 2 and six of stride 1.
///   x       [N, 3, H, W]  RGB in [-1, 1]
///   return  [N, 1, h, w]  a value per patch; h = floor(H/2) - 6 with the defaults
graph::Value unet_patch_discriminator(graph::Builder& b, graph::Value x,
                                      const PatchDiscriminatorOptions& options = {});

/// All values of both, as the adversarial loss takes them.
///   global  [N, 1];  patches  [N, 1, h, w];  return  [N, 1 + h w]
graph::Value joined_values(graph::Builder& b, graph::Value global, graph::Value patches);

/// Report 000's pair: the values of both are joined before the loss. Its graph has the outputs
/// `global` and `patches` as well.
struct UnetDiscriminatorOptions {
  static constexpr const char* kName = "unet";
  int64_t global_width = 64;
  int64_t global_max_width = 512;
  int64_t receptive_field = 40;
  int64_t patch_width = 32;
  int64_t patch_max_width = 64;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("global-width", o.global_width, "channels of the global one's first layer");
    field("global-max-width", o.global_max_width, "its most channels");
    field("receptive-field", o.receptive_field, "side of the patch that one value judges, pixels");
    field("patch-width", o.patch_width, "channels of the patch one's first layer");
    field("patch-max-width", o.patch_max_width, "its most channels");
  }
  graph::Value judge(graph::Builder& b, const graph::Value& picture) const;
};

struct UnetPatchganFamily : Family {
  using Generators = Types<UnetOptions>;
  using Discriminators =
      Types<UnetDiscriminatorOptions, GlobalDiscriminatorOptions, PatchDiscriminatorOptions>;
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
