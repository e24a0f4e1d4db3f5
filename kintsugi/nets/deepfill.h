#pragma once

#include <cstdint>

#include "kintsugi/nets/network.h"

/// DeepFill v2: Yu, Lin, Yang, Shen, Lu, Huang, "Free-Form Image Inpainting with Gated
/// Convolution", 2019. Weights have the names of the authors' TensorFlow layers: "conv1.weight",
/// "allconv15_upsample_conv.bias".
namespace kintsugi::nets {

/// The generator, and its options.
struct DeepfillOptions {
  static constexpr const char* kName = "deepfill";
  int64_t width = 48;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width,
          "channels of the first layer, gates included, in fours; the others are multiples of it");
  }
  Needs needs() const {
    return {.range = Range::kSigned, .multiple = 8, .minimum = 8, .has_mask = true};
  }
  Generated generate(graph::Builder& b, const Painted& input) const;
};

/// What the generator gives: both in [-1, 1].
struct Deepfilled {
  graph::Value coarse;  // [N, 3, H, W]  of the first stage
  graph::Value image;   // [N, 3, H, W]  of the second, which sees `coarse` in the hole
};

/// Both stages of the generator (figure 3).
///   picture  [N, 3, H, W]  RGB in [-1, 1], 0 in the hole; H, W in eights
///   mask     [N, 1, H, W]  1 = hole
Deepfilled deepfill_generator(graph::Builder& b, const graph::Value& picture,
                              const graph::Value& mask, const DeepfillOptions& options = {});

/// Contextual attention (Yu et al. 2018, section 4.1, as the authors' code has it): every patch is
/// put together again of the known patches that are most like it. Patches are compared at half the
/// size, 3 x 3 by their cosine, and neighbours in rows and in columns count with their scores; what
/// is copied are 4 x 4 patches.
///   x     [N, C, h, w], as the result; h, w even
///   mask  [N, 1, H, W]  of any size: a patch with a pixel of the hole is not copied
graph::Value contextual_attention(graph::Builder& b, const graph::Value& x,
                                  const graph::Value& mask);

/// PatchGAN of six convolutions, whose values see nearly the whole picture. The paper's SN-PatchGAN
/// is this with spectral normalization (Builder::spectral_norm; `spectral_norm = true` in a
/// recipe).
struct DeepfillDiscriminatorOptions {
  static constexpr const char* kName = "deepfill";
  int64_t width = 64;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layer; the others are multiples of it");
  }
  graph::Value judge(graph::Builder& b, const graph::Value& picture) const;
};

///   x       [N, 4, H, W]                   RGB in [-1, 1] and the mask
///   return  [N, 4 width, H/64, W/64]  any number, rounded up; high = real
graph::Value deepfill_discriminator(graph::Builder& b, graph::Value x,
                                    const DeepfillDiscriminatorOptions& options = {});

struct DeepfillFamily : Family {
  using Generators = Types<DeepfillOptions>;
  using Discriminators = Types<DeepfillDiscriminatorOptions>;
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
