#pragma once

#include <cstdint>

#include "kintsugi/base/tensor.h"
#include "kintsugi/engine/storage.h"

namespace kintsugi::engine {

/// A transposed convolution of stride s as one ordinary convolution with s² times the channels,
/// whose results are then interleaved.
///
/// Output o is reached by kernel element k from input i where o + pad = s·i + k. With o + pad =
/// s·q + r the elements that serve are k = r + s·m, from input i = q − m: for every phase r a small
/// convolution over the inputs q − taps + 1 … q. The phases of both axes become channels.
struct Decomposition {
  /// Of a transposed convolution with weights [I, O, kH, kW] and an output of these sizes.
  Decomposition(const Sizes& weights, const Sizes& strides, const Sizes& pads_begin,
                const Sizes& input, const Sizes& output);

  Sizes strides, pads;  // of the transposed convolution: s and pad, per axis
  Sizes taps;           // extents of the small kernel: ceil(k / s)
  Sizes first;          // q of the first output
  Sizes counts;         // how many q there are: extents of the small convolution's output
  Sizes pads_begin,
      pads_end;  // of the small convolution; at its end negative where inputs are idle

  int64_t num_phases() const { return strides[0] * strides[1]; }
  /// Multiplications of the decomposed form over those of the transposed convolution; 1 where the
  /// stride divides the kernel.
  double waste(const Sizes& weights) const;
};

/// Weights [I, O, kH, kW] as those of the small convolution: [phases·O, I, tapsH, tapsW].
Tensor decomposed_weights(const Decomposition& d, const Tensor& weights);
/// A bias [O] repeated for every phase.
Tensor decomposed_bias(const Decomposition& d, const Tensor& bias);

/// Puts phases side by side.
///   phases  [N, phases·O, counts]
///   result  [N, O, H, W]; both with the same type, and the same block or both channels last
void interleave(const Decomposition& d, const Storage& phases, const void* from,
                const Storage& result, void* to);

}  // namespace kintsugi::engine
