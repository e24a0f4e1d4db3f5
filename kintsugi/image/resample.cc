#include "kintsugi/image/resample.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

constexpr int kFractionBits = 32 - 8 - 2;  // of a weight, as in Pillow's Resample.c
constexpr int kHalf = 1 << (kFractionBits - 1);

// One new value: the weighted sum of `weights.size()` old ones from `first` on.
struct Tap {
  int first = 0;
  std::vector<int> weights;
};

Tap tap_at(int i, double scale, int source) {
  const double support = std::max(scale, 1.0), centre = (i + 0.5) * scale;
  const int first = std::max(0, static_cast<int>(centre - support + 0.5));
  const int end = std::min(source, static_cast<int>(centre + support + 0.5));
  std::vector<double> weights(end - first);
  double sum = 0;
  for (int k = 0; k < end - first; ++k) {
    weights[k] = std::max(0.0, 1 - std::abs((first + k - centre + 0.5) / support));
    sum += weights[k];
  }
  Tap tap{first, {}};
  for (const double weight : weights) {
    tap.weights.push_back(static_cast<int>(weight / sum * (1 << kFractionBits) + 0.5));
  }
  return tap;
}

std::vector<Tap> taps_of(int source, int target) {
  std::vector<Tap> taps(target);
  for (int i = 0; i < target; ++i) taps[i] = tap_at(i, 1.0 * source / target, source);
  return taps;
}

uint8_t rounded(int sum) { return static_cast<uint8_t>(std::clamp(sum >> kFractionBits, 0, 255)); }

Image resampled_columns(const Image& image, int width) {
  Image result({image.height(), width}, image.channels());
  const std::vector<Tap> taps = taps_of(image.width(), width);
  const int channels = image.channels();
  for (int y = 0; y < image.height(); ++y) {
    const uint8_t* source = image.row<uint8_t>(y);
    uint8_t* target = result.row<uint8_t>(y);
    for (const Tap& tap : taps) {
      for (int c = 0; c < channels; ++c) {
        const uint8_t* values = source + size_t{1} * tap.first * channels + c;
        int sum = kHalf;
        for (const int weight : tap.weights) {
          sum += weight * *values;
          values += channels;
        }
        *target++ = rounded(sum);
      }
    }
  }
  return result;
}

Image resampled_rows(const Image& image, int height) {
  Image result({height, image.width()}, image.channels());
  const std::vector<Tap> taps = taps_of(image.height(), height);
  std::vector<int> sums(image.row_bytes());
  for (int y = 0; y < height; ++y) {
    std::fill(sums.begin(), sums.end(), kHalf);
    for (size_t k = 0; k < taps[y].weights.size(); ++k) {
      const uint8_t* source = image.row<uint8_t>(taps[y].first + static_cast<int>(k));
      const int weight = taps[y].weights[k];
      for (size_t x = 0; x < sums.size(); ++x) sums[x] += weight * source[x];
    }
    std::transform(sums.begin(), sums.end(), result.row<uint8_t>(y), rounded);
  }
  return result;
}

}  // namespace

Image resampled(const Image& image, Size size) {
  check(image.bits() == 8, "an image of ", image.bits(), " bits cannot be resampled, expected 8");
  check(size.height >= 1 && size.width >= 1, "cannot resample to ", size);
  Image result = image;
  if (size.width != image.width()) result = resampled_columns(result, size.width);
  if (size.height != image.height()) result = resampled_rows(result, size.height);
  return result;
}

Image as_rgb8(const Image& image) {
  if (image.bits() == 8 && image.channels() == 3) return image;
  Image result(image.size(), 3);
  const int channels = image.channels(), max = image.max_value();
  with_depth(image, [&](auto depth) {
    for (int y = 0; y < image.height(); ++y) {
      const auto* source = image.row<decltype(depth)>(y);
      uint8_t* target = result.row<uint8_t>(y);
      for (int x = 0; x < image.width(); ++x, source += channels) {
        for (int c = 0; c < 3; ++c) {
          *target++ = static_cast<uint8_t>((source[channels == 1 ? 0 : c] * 255 + max / 2) / max);
        }
      }
    }
  });
  return result;
}

Image middle_square(const Image& image) {
  const int side = std::min(image.height(), image.width());
  const int top = (image.height() - side) / 2, left = (image.width() - side) / 2;
  return image.crop({top, left, top + side, left + side});
}

}  // namespace kintsugi
