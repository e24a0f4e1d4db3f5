#include "kintsugi/image/pull_push.h"

#include <algorithm>

namespace kintsugi {
namespace {

/// Sums over 2 x 2 pixels.
FloatGrid halved(const FloatGrid& sums, const Progress& progress) {
  FloatGrid half({(sums.size.height + 1) / 2, (sums.size.width + 1) / 2}, sums.channels);
  for (int y = 0; y < sums.size.height; ++y) {
    progress.ask();
    const float* sum = sums.at(y, 0);
    for (int x = 0; x < sums.size.width; ++x) {
      float* to = half.at(y / 2, x / 2);
      for (int c = 0; c < sums.channels; ++c) to[c] += *sum++;
    }
  }
  return half;
}

/// Where the middle of pixel `i` of a doubled row lies between two pixels of the row of `length`.
struct Between {
  Between(int i, int length)
      : before(std::max(0, (i - 1) / 2)),
        after(std::min(length - 1, (i + 1) / 2)),
        share(i == 0 ? 1.f : i % 2 ? .25f : .75f) {}
  int before, after;
  float share;  ///< of the second
};

/// Twice as large, bilinear, cut to `size`.
FloatGrid doubled(const FloatGrid& coarse, Size size, const Progress& progress) {
  const int channels = coarse.channels, row_floats = size.width * channels;
  FloatGrid wide({coarse.size.height, size.width}, channels);
  for (int y = 0; y < coarse.size.height; ++y) {
    progress.ask();
    for (int x = 0; x < size.width; ++x) {
      const Between between(x, coarse.size.width);
      const float *left = coarse.at(y, between.before), *right = coarse.at(y, between.after);
      float* to = wide.at(y, x);
      for (int c = 0; c < channels; ++c) {
        to[c] = left[c] * (1 - between.share) + right[c] * between.share;
      }
    }
  }
  FloatGrid means(size, channels);
  for (int y = 0; y < size.height; ++y) {
    progress.ask();
    const Between between(y, coarse.size.height);
    const float *above = wide.at(between.before, 0), *below = wide.at(between.after, 0);
    float* to = means.at(y, 0);
    for (int i = 0; i < row_floats; ++i) {
      to[i] = above[i] * (1 - between.share) + below[i] * between.share;
    }
  }
  return means;
}

}  // namespace

FloatGrid pull_push(const FloatGrid& sums, const Progress& progress) {
  FloatGrid means =
      sums.size.area() == 1
          ? FloatGrid(sums.size, sums.channels)
          : doubled(pull_push(halved(sums, progress), progress), sums.size, progress);
  const int channels = sums.channels - 1;
  const float* sum = sums.values.data();
  float* mean = means.values.data();
  for (long long i = 0; i < sums.size.area(); ++i, sum += channels + 1, mean += channels + 1) {
    progress.ask(static_cast<size_t>(i));
    const float weight = sum[channels];
    if (weight <= 0) continue;
    const float share = std::min(weight, 1.f);
    for (int c = 0; c < channels; ++c) mean[c] += share * (sum[c] / weight - mean[c]);
  }
  return means;
}

}  // namespace kintsugi
