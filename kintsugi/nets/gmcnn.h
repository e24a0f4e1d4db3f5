#pragma once

#include <array>
#include <cstdint>

#include "kintsugi/nets/layers.h"
#include "kintsugi/nets/network.h"

/// GMCNN: Wang, Tao, Qi, Shen, Jia, "Image Inpainting via Generative Multi-column Convolutional
/// Neural Networks", 2018, with the attention of report 004. Weights have the names of the authors'
/// PyTorch release: "EB1.0.weight", "decoding_layers.1.bias".
namespace kintsugi::nets {

/// What the generator has of report 004's attention.
enum class GmcnnAttention {
  kNone,
  kSqueezeExcite,
  kDouble,
};

constexpr auto words(GmcnnAttention) {
  return std::to_array<Word<GmcnnAttention>>({{GmcnnAttention::kNone, "none"},
                                              {GmcnnAttention::kSqueezeExcite, "se"},
                                              {GmcnnAttention::kDouble, "a2"}});
}

/// How columns 7 and 5 end.
enum class GmcnnUpsample { kMixed, kNearest };

constexpr auto words(GmcnnUpsample) {
  return std::to_array<Word<GmcnnUpsample>>(
      {{GmcnnUpsample::kMixed, "mixed"}, {GmcnnUpsample::kNearest, "nearest"}});
}

/// The generator, and its options.
struct GmcnnOptions {
  static constexpr const char* kName = "gmcnn";
  int64_t width = 32;
  GmcnnAttention attention = GmcnnAttention::kNone;
  Border padding = Border::kReflect;
  GmcnnUpsample upsample = GmcnnUpsample::kMixed;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of each column's first layer");
    field("attention", o.attention, "none; se: squeeze-and-excitation; a2: double attention");
    field("padding", o.padding, "reflect, or zeros as the Keras version has it");
    field("upsample", o.upsample,
          "mixed: bilinear at the end of columns 7 and 5, as the authors have it; nearest");
  }
  Needs needs() const;
  Generated generate(graph::Builder& b, const Painted& input) const;
};

/// The generator: three columns with kernels 7, 5 and 3, and a decoder that joins them.
///   x       [N, 4, H, W]  RGB in [-1, 1] and the mask; H, W in fours, with reflection at least 200
///   return  [N, 3, H, W]  RGB in [-1, 1]
graph::Value gmcnn_generator(graph::Builder& b, graph::Value x, const GmcnnOptions& options = {});

/// What a critic is shown.
enum class GmcnnView {
  kPicture,  // all of it: the global one
  kHole,     // zeros around the hole: the local one
};

constexpr auto words(GmcnnView) {
  return std::to_array<Word<GmcnnView>>(
      {{GmcnnView::kPicture, "picture"}, {GmcnnView::kHole, "hole"}});
}

/// The critic, of the whole picture or of its hole alone, and its options.
struct GmcnnDiscriminatorOptions {
  static constexpr const char* kName = "gmcnn";
  int64_t width = 64;
  GmcnnView view = GmcnnView::kPicture;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layer; the others are multiples of it");
    field("view", o.view, "picture: global; hole: local, zeros around the hole");
  }
  graph::Value judge(graph::Builder& b, const graph::Value& picture) const;
};

/// A critic of six convolutions and a dense layer. The global one is given the picture; the local
/// one, which is to see only the hole, image * mask.
///   x       [N, 3, H, W]  RGB in [-1, 1]
///   return  [N, 1]        any number; high = real
graph::Value gmcnn_discriminator(graph::Builder& b, graph::Value x,
                                 const GmcnnDiscriminatorOptions& options = {});

struct GmcnnFamily : Family {
  using Generators = Types<GmcnnOptions>;
  using Discriminators = Types<GmcnnDiscriminatorOptions>;
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
