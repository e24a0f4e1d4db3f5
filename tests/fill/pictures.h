#pragma once

#include <algorithm>
#include <cmath>

#include "kintsugi/base/random.h"
#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi::fill {

/// An image whose value at (y, x, channel), in 0..255, is value(y, x, channel); scaled to `bits`.
template <class Value>
Image picture(Size size, int channels, int bits, const Value& value) {
  Image image(size, channels, bits);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < channels; ++c)
        image.set(y, x, c, static_cast<int>(std::lround(value(y, x, c) * image.max_value() / 255)));
  return image;
}

/// A mask with one rectangular hole.
inline Mask hole(Size size, const Box& box) {
  Mask mask(size);
  for (int y = box.top; y < box.bottom; ++y) std::fill_n(mask.row(y) + box.left, box.width(), 1);
  return mask;
}

/// Each pixel is a hole with probability `density`.
inline Mask random_mask(Size size, double density, uint64_t seed) {
  Mask mask(size);
  Random random(seed);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) mask.row(y)[x] = random.uniform() < density;
  return mask;
}

/// Root of the mean squared difference over the hole, in the images' own values.
inline double rmse_in_hole(const Image& a, const Image& b, const Mask& mask) {
  double sum = 0;
  for (int y = 0; y < a.height(); ++y)
    for (int x = 0; x < a.width(); ++x)
      for (int c = 0; c < a.channels(); ++c)
        if (mask.at(y, x)) sum += std::pow(a.at(y, x, c) - b.at(y, x, c), 2);
  return std::sqrt(sum / (static_cast<double>(mask.num_holes()) * a.channels()));
}

/// The image with noise under the hole: what was there must not matter.
inline Image with_noise_under(Image image, const Mask& mask, uint64_t seed) {
  Random random(seed);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      for (int c = 0; c < image.channels(); ++c)
        if (mask.at(y, x)) image.set(y, x, c, random.integer(0, image.max_value()));
  return image;
}

}  // namespace kintsugi::fill
