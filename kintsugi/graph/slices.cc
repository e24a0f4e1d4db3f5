#include "kintsugi/graph/slices.h"

#include <algorithm>

namespace kintsugi::graph {

AxisSlice slice_axis(int64_t start, int64_t end, int64_t step, int64_t extent) {
  constexpr int64_t kFar = int64_t{1} << 60;  // files write INT64_MAX for "to the end"
  const auto from_front = [&](int64_t at) {
    at = std::clamp(at, -kFar, kFar);
    return at < 0 ? at + extent : at;
  };
  AxisSlice slice{.start = from_front(start), .step = std::clamp(step, -kFar, kFar)};
  end = from_front(end);
  if (step > 0) {
    slice.start = std::clamp<int64_t>(slice.start, 0, extent);
    end = std::clamp<int64_t>(end, 0, extent);
    if (end > slice.start) slice.count = (end - slice.start - 1) / slice.step + 1;
  } else {
    slice.start = std::clamp<int64_t>(slice.start, 0, std::max<int64_t>(0, extent - 1));
    end = std::clamp<int64_t>(end, -1, extent - 1);
    if (end < slice.start) slice.count = (slice.start - end - 1) / -slice.step + 1;
  }
  return slice;
}

}  // namespace kintsugi::graph
