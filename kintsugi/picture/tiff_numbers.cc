#include "kintsugi/picture/tiff_numbers.h"

#include <opencv2/core/cvdef.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "kintsugi/picture/orientation.h"
#include "kintsugi/picture/tiff_blocks.h"

namespace kintsugi {
namespace {

constexpr double kMost = 65535;

/// Calls body(T{}) with the type of a sample.
template <class Body>
decltype(auto) with_type(int format, int bits, Body&& body) {
  if (format == SAMPLEFORMAT_IEEEFP) {
    if (bits == 16) return body(cv::float16_t{});
    if (bits == 32) return body(float{});
    return body(double{});
  }
  if (format == SAMPLEFORMAT_UINT) return body(uint32_t{});
  if (bits == 8) return body(int8_t{});
  if (bits == 16) return body(int16_t{});
  return body(int32_t{});
}

}  // namespace

TiffNumbers::TiffNumbers(const TiffFile& file, const TiffLayout& layout)
    : size_(layout.size),
      samples_(layout.samples),
      bits_(layout.bits),
      format_(layout.sample_format),
      is_premultiplied_(layout.is_premultiplied) {
  bytes_.resize(row_bytes() * size_.height);
  const size_t sample_bytes = bits_ / 8, pixel_bytes = sample_bytes * samples_;
  for_each_tiff_block(file, layout, [&](const Bytes& block, TiffPlace place) {
    const int bottom = std::min(size_.height, place.top + layout.block.height);
    const int columns = std::min(layout.block.width, size_.width - place.left);
    const size_t step = layout.block_samples() * sample_bytes;
    for (int y = place.top; y < bottom; ++y) {
      const uint8_t* from = block.data() + (y - place.top) * layout.block_row_bytes();
      uint8_t* to =
          bytes_.data() + y * row_bytes() + place.left * pixel_bytes + place.plane * sample_bytes;
      for (int x = 0; x < columns; ++x, from += step, to += pixel_bytes) {
        std::memcpy(to, from, step);
      }
    }
  });
  const bool is_float = format_ == SAMPLEFORMAT_IEEEFP;
  double low = is_float ? 0 : std::numeric_limits<double>::infinity(), high = is_float ? 1 : -low;
  for (int y = 0; y < size_.height; ++y) {
    for (int x = 0; x < size_.width; ++x) {
      for (int s = 0; s < samples_; ++s) {
        const double value = at(y, x, s);
        if (is_alpha(s) || !std::isfinite(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
  }
  range_ = {low, std::max(high, low + 1e-9)};
}

TiffNumbers::Range TiffNumbers::full_range() const {
  return with_type(format_, bits_, [&](auto type) -> Range {
    using T = decltype(type);
    if (format_ == SAMPLEFORMAT_IEEEFP) return {0, 1};
    return {0, static_cast<double>(std::numeric_limits<T>::max())};
  });
}

double TiffNumbers::at(int y, int x, int sample) const {
  return with_type(format_, bits_, [&](auto value) {
    std::memcpy(&value, row(y) + (size_t{1} * x * samples_ + sample) * sizeof(value),
                sizeof(value));
    return static_cast<double>(value);
  });
}

void TiffNumbers::set(int y, int x, int sample, double value) {
  with_type(format_, bits_, [&](auto stored) {
    using T = decltype(stored);
    if constexpr (std::is_integral_v<T>) {
      stored = static_cast<T>(std::llround(value));
    } else {
      stored = T(static_cast<std::conditional_t<sizeof(T) == 8, double, float>>(value));
    }
    std::memcpy(
        bytes_.data() + y * row_bytes() + (size_t{1} * x * samples_ + sample) * sizeof(stored),
        &stored, sizeof(stored));
  });
}

void TiffNumbers::get(Picture& picture) const {
  for (int y = 0; y < size_.height; ++y) {
    for (int x = 0; x < size_.width; ++x) {
      const Range all = full_range();
      const double alpha =
          is_premultiplied_ ? (at(y, x, samples_ - 1) - all.low) / (all.high - all.low) : 1;
      for (int s = 0; s < samples_; ++s) {
        const Range range = range_of(s);
        double value = at(y, x, s);
        if (!is_alpha(s) && alpha > 0) value /= alpha;
        const double share = (value - range.low) / (range.high - range.low);
        const double clipped = std::isnan(share) ? 0 : std::clamp(share, 0.0, 1.0);
        Image& image = is_alpha(s) ? *picture.alpha : picture.image;
        image.row<uint16_t>(y)[x * image.channels() + (is_alpha(s) ? 0 : s)] =
            static_cast<uint16_t>(std::lround(clipped * kMost));
      }
    }
  }
}

void TiffNumbers::turn(int orientation) {
  const int pixel_bytes = samples_ * bits_ / 8;
  const Size stored = size_;
  if (orientation >= 5) size_ = {stored.width, stored.height};
  Bytes turned(bytes_.size());
  turn_upright(bytes_.data(), stored, pixel_bytes, orientation, turned.data());
  bytes_ = std::move(turned);
}

void TiffNumbers::put(const Picture& picture, const Mask* changed) {
  for (int y = 0; y < size_.height; ++y) {
    for (int x = 0; x < size_.width; ++x) {
      if (changed && !changed->is_hole(y, x)) continue;
      const double alpha = is_premultiplied_ ? picture.alpha->row<uint16_t>(y)[x] / kMost : 1;
      for (int s = 0; s < samples_; ++s) {
        const Image& image = is_alpha(s) ? *picture.alpha : picture.image;
        const double share =
            image.row<uint16_t>(y)[x * image.channels() + (is_alpha(s) ? 0 : s)] / kMost;
        const Range range = range_of(s);
        const double value = range.low + share * (range.high - range.low);
        set(y, x, s, is_alpha(s) ? value : value * alpha);
      }
    }
  }
}

}  // namespace kintsugi
