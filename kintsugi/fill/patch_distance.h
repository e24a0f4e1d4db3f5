#pragma once

#include <cstdint>

#include "kintsugi/base/simd.h"
#include "kintsugi/fill/patch_level.h"

namespace kintsugi::fill {

/// Weighted sum of squared differences of two patches of kSide x kSide pixels whose upper-left
/// values are given, with the weights of the first. Stops early, with a sum that is too small but
/// not below `limit`, once `limit` is reached. At most 15 * 15 * 4 * (3 * 510)^2 < 2^31.
template <int kSide>
KINTSUGI_INLINE int32_t patch_distance(const int16_t* a, const int16_t* weights, const int16_t* b,
                                       int row_values, int32_t limit) {
  static_assert(kSide * kSide * kLevelChannels <=
                INT32_MAX / (kKnownWeight * kLevelMax) / (kKnownWeight * kLevelMax));
  int32_t sum = 0;
  for (int y = 0; y < kSide; ++y, a += row_values, weights += row_values, b += row_values) {
    int32_t row = 0;
    for (int i = 0; i < kSide * kLevelChannels; ++i) {
      const int16_t difference = static_cast<int16_t>((a[i] - b[i]) * weights[i]);
      row += int32_t{difference} * difference;
    }
    sum += row;
    if (sum >= limit) break;
  }
  return sum;
}

}  // namespace kintsugi::fill
