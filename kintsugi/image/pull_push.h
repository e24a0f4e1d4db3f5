#pragma once

#include <vector>

#include "kintsugi/image.h"
#include "kintsugi/progress.h"

namespace kintsugi {

/// Floats over pixels: height x width x channels, interleaved, all zero at first.
struct FloatGrid {
  FloatGrid(Size grid_size, int num_channels)
      : size(grid_size), channels(num_channels), values(size_t(size.area()) * channels) {}

  float* at(int y, int x) { return values.data() + (size_t(y) * size.width + x) * channels; }
  const float* at(int y, int x) const { return const_cast<FloatGrid*>(this)->at(y, x); }

  Size size;
  int channels;
  std::vector<float> values;
};

/// Weighted means at every pixel (pull-push, Gortler et al. 1996); where the weight is below 1, the
/// rest comes from ever wider surroundings, and without any weight at all is 0.
///   sums    [H, W, C + 1]  weight times value for each channel, then the weight, 0 or more
///   return  [H, W, C + 1]  the means; the last channel says nothing
FloatGrid pull_push(const FloatGrid& sums, const Progress& progress = {});

}  // namespace kintsugi
