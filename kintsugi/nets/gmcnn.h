#pragma once

#include <cstdint>
#include <string>

#include "kintsugi/graph/builder.h"

/// GMCNN: Wang, Tao, Qi, Shen, Jia, "Image Inpainting via Generative Multi-column Convolutional
/// Neural Networks", 2018, with the attention of report 004. Weights have the names of the authors'
/// PyTorch release: "EB1.0.weight", "decoding_layers.1.bias".
namespace kintsugi::nets {

struct GmcnnOptions {
  int64_t width = 32;
  std::string attention = "none";
  std::string padding = "reflect";
  std::string upsample = "mixed";

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of each column's first layer");
    field("attention", o.attention, "none; se: squeeze-and-excitation; a2: double attention");
    field("padding", o.padding, "reflect, or zeros as the Keras version has it");
    field("upsample", o.upsample,
          "mixed: bilinear at the end of columns 7 and 5, as the authors have it; nearest");
  }
};

/// The generator: three columns with kernels 7, 5 and 3, and a decoder that joins them.
///   x       [N, 4, H, W]  RGB in [-1, 1] and the mask; H, W in fours, with reflection at least 200
///   return  [N, 3, H, W]  RGB in [-1, 1]
graph::Value gmcnn_generator(graph::Builder& b, graph::Value x, const GmcnnOptions& options = {});

struct GmcnnDiscriminatorOptions {
  int64_t width = 64;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layer; the others are multiples of it");
  }
};

/// A critic of six convolutions and a dense layer. The global one is given the picture; the local
/// one, which is to see only the hole, image * mask.
///   x       [N, 3, H, W]  RGB in [-1, 1]
///   return  [N, 1]        any number; high = real
graph::Value gmcnn_discriminator(graph::Builder& b, graph::Value x,
                                 const GmcnnDiscriminatorOptions& options = {});

}  // namespace kintsugi::nets
