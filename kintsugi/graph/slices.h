#pragma once

#include <cstdint>

#include "kintsugi/graph/shape.h"

namespace kintsugi::graph {

/// One axis of a Slice, worked out: `count` elements from `start`, `step` apart.
struct AxisSlice {
  int64_t start = 0, step = 1, count = 0;
};

/// ONNX's rule for a start, end and step (not 0) on an axis of that extent: negative numbers count
/// from the end, everything is cut to what is there.
AxisSlice slice_axis(int64_t start, int64_t end, int64_t step, int64_t extent);

}  // namespace kintsugi::graph
