#pragma once

#include <cstdint>
#include <string>

#include "kintsugi/nets/network.h"

/// The networks of report 001: ApproxNet, a generator with self-attention, and its discriminator.
namespace kintsugi::nets {

struct ApproxNetOptions {
  int64_t width = 1024;
  double dropout = 0.3;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "units of both hidden layers");
    field("dropout", o.dropout, "share of hidden units that training drops");
  }
};

/// ApproxNet (figure 4): dense layers that guess roughly what is under the hole. Its size is fixed.
///   x       [N, 3, H, W]  RGB in [0, 1], grey in the hole; the report's 64 x 64
///   return  [N, 3, H, W]  RGB in [0, 1]
graph::Value approx_net(graph::Builder& b, graph::Value x, const ApproxNetOptions& options = {});

struct AttentionGeneratorOptions {
  int64_t width = 64;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels at full size; half the size has twice as many");
  }
};

/// What the attention generator gives.
struct Attended {
  graph::Value image;  // [N, 3, H, W]  RGB in [0, 1]
  graph::Value
      attention;  // [N, P, P]     see self_attention; the P = H/2 W/2 positions at half size
};

/// The generator: an encoder-decoder with self-attention where the picture is smallest and where it
/// is half as large. Of these two maps the finer one is returned.
///   x  [N, C, H, W]  RGB in [0, 1] with ApproxNet's guess in the hole (C = 3); H, W in fours
Attended attention_generator(graph::Builder& b, graph::Value x,
                             const AttentionGeneratorOptions& options = {});

/// Self-attention of SAGAN (Zhang et al. 2018, section 3): gamma o + x, gamma learned from 0.
///   x          [N, C, H, W], as the result
///   attention  [N, H W, H W]  row: the position that looks; column: how much it looks there; sum 1
Attended self_attention(graph::Builder& b, const std::string& name, graph::Value x);

/// Both in a row: ApproxNet's coarse result is put into the hole, and the attention generator
/// refines it.
struct ApproxAttentionOptions {
  static constexpr const char* kName = "approx-attention";
  int64_t width = 64;
  int64_t approx_width = 1024;
  double dropout = 0.3;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the attention generator at full size");
    field("approx-width", o.approx_width, "units of ApproxNet's hidden layers");
    field("dropout", o.dropout, "share of ApproxNet's hidden units that training drops");
  }
  Needs needs() const { return {.range = Range::kUnit, .is_fixed = true, .multiple = 4}; }
  Generated generate(graph::Builder& b, const Painted& input) const;
};

struct AttentionDiscriminatorOptions {
  static constexpr const char* kName = "attention";
  int64_t width = 64;
  int64_t dense_width = 512;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the first layer; the others are multiples of it");
    field("dense-width", o.dense_width, "units of the first dense layer");
  }
  graph::Value judge(graph::Builder& b, const graph::Value& picture) const;
};

/// The discriminator: convolutions of stride 2, then two dense layers. Its size is fixed.
///   x       [N, 3, H, W]  RGB in [0, 1]; the report's 64 x 64
///   return  [N, 1]        in [0, 1]; 1 = a real picture
graph::Value attention_discriminator(graph::Builder& b, graph::Value x,
                                     const AttentionDiscriminatorOptions& options = {});

struct ApproxAttentionFamily : Family {
  using Generators = Types<ApproxAttentionOptions>;
  using Discriminators = Types<AttentionDiscriminatorOptions>;
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
