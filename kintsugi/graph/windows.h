#pragma once

#include <cstdint>
#include <vector>

#include "kintsugi/graph/graph.h"

namespace kintsugi::graph {

/// How a Conv, ConvTranspose, MaxPool or AveragePool node lays its windows over a picture: the
/// attributes kernel_shape, strides, pads, dilations, auto_pad, ceil_mode, output_padding and
/// output_shape, one entry per spatial axis.
struct Windows {
  /// Reads the attributes of `node` for a kernel of these extents. Errors: lists of the wrong
  /// length, extents or steps below 1, negative pads.
  Windows(const Node& node, const Sizes& kernel_extents);

  Sizes kernel, strides, dilations, pads_begin, pads_end, output_padding, output_shape;
  std::string auto_pad;
  bool is_ceil = false;

  /// Extent of one dilated window: kernel 3 with dilation 2 spans 5.
  int64_t span(size_t axis) const { return dilations[axis] * (kernel[axis] - 1) + 1; }

  /// Windows along an axis of that extent. Errors: a known extent without room for one.
  Dim num_windows(size_t axis, const Dim& extent) const;

  /// Extent of a transposed convolution's output.
  Dim transposed_extent(size_t axis, const Dim& extent) const;

  /// Padding before the first and after the last element of an axis, with auto_pad worked out for
  /// an input of that extent: {begin, end}.
  std::pair<int64_t, int64_t> pads(size_t axis, int64_t extent) const;
  /// The same for a transposed convolution.
  std::pair<int64_t, int64_t> transposed_pads(size_t axis, int64_t extent) const;

 private:
  std::string node_;
};

}  // namespace kintsugi::graph
