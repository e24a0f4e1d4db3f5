#pragma once

#include <string>
#include <vector>

#include "kintsugi/engine/compiler.h"
#include "kintsugi/engine/onednn.h"

namespace kintsugi::engine {

/// A convolution to add to a program. Pictures are [N, C, H, W].
struct ConvolutionJob {
  const graph::Node& node;   // for names in profiles
  std::string input;         // the value it reads
  std::string weights_name;  // tells packed weights apart
  Tensor weights, bias;      // f32; no bias: an absent tensor
  bool is_transposed = false;
  int64_t groups = 1;
  Sizes strides{1, 1}, dilations{1, 1}, pads_begin{0, 0}, pads_end{0, 0};
  Sizes output_sizes;
  std::vector<graph::ElementOp> activations;
  bool is_picture = false;  // the result comes out in f32: bf16 would round it to 8 bits
  double flops = 0;
};

/// Where a convolution's result is to be: called with the block that it comes in, gives the slot.
using ResultSlot = std::function<SlotId(DataType type, int64_t block)>;

/// Adds the step, and whatever converts its input and result. By Winograd's algorithm where that is
/// faster, else by oneDNN.
void add_convolution(Compiler& compiler, const ConvolutionJob& job, const ResultSlot& result);

/// Multiplications and additions of a (not transposed) convolution.
double convolution_flops(const Sizes& weights, const Sizes& output);

}  // namespace kintsugi::engine
