#pragma once

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <vector>

#include "kintsugi/version.h"

namespace KINTSUGI_API kintsugi {

/// Height and width in pixels, in that order, as everywhere in this project.
struct Size {
  int height = 0, width = 0;
  bool operator==(const Size&) const = default;
  long long area() const { return 1LL * height * width; }
};

/// "480x640 (height x width)", for error messages.
inline std::ostream& operator<<(std::ostream& out, const Size& size) {
  return out << size.height << "x" << size.width << " (height x width)";
}

/// A rectangle of pixels: rows [top, bottom), columns [left, right).
struct Box {
  int top = 0, left = 0, bottom = 0, right = 0;
  bool operator==(const Box&) const = default;
  int height() const { return std::max(0, bottom - top); }
  int width() const { return std::max(0, right - left); }
  Size size() const { return {height(), width()}; }
  bool empty() const { return bottom <= top || right <= left; }
  bool contains(int y, int x) const { return y >= top && y < bottom && x >= left && x < right; }

  /// This box grown by `margin` pixels on every side, cut to `size`.
  Box grown(int margin, Size size) const {
    return {std::max(0, top - margin), std::max(0, left - margin),
            std::min(size.height, bottom + margin), std::min(size.width, right + margin)};
  }
  bool overlaps(const Box& other) const {
    return top < other.bottom && other.top < bottom && left < other.right && other.left < right;
  }
  /// The smallest box around both.
  Box joined(const Box& other) const {
    return {std::min(top, other.top), std::min(left, other.left), std::max(bottom, other.bottom),
            std::max(right, other.right)};
  }
};

/// Pixels in memory: height x width, 1 (grey), 3 (RGB) or 4 (RGBA) interleaved channels, 8 or 16
/// bits each, over the whole range 0..255 or 0..65535. A plain value: copying copies the pixels.
class Image {
 public:
  Image() = default;
  /// All zero. Errors: a size below 1, channels not 1, 3 or 4, bits not 8 or 16.
  Image(Size size, int channels, int bits = 8);

  Size size() const { return size_; }
  int height() const { return size_.height; }
  int width() const { return size_.width; }
  int channels() const { return channels_; }
  int bits() const { return bits_; }
  /// The largest value of a channel: 255 or 65535.
  int max_value() const { return (1 << bits_) - 1; }
  bool empty() const { return bytes_.empty(); }
  /// Bytes from one row to the next; rows lie without gaps.
  size_t row_bytes() const { return size_t{1} * size_.width * channels_ * (bits_ / 8); }

  /// The first value of row y. T is uint8_t or uint16_t, as bits() says.
  template <class T>
  T* row(int y) {
    return reinterpret_cast<T*>(bytes_.data() + y * row_bytes());
  }
  template <class T>
  const T* row(int y) const {
    return reinterpret_cast<const T*>(bytes_.data() + y * row_bytes());
  }

  /// One value, whatever the depth; for tests and places that need no speed.
  int at(int y, int x, int channel) const;
  void set(int y, int x, int channel, int value);

  /// The pixels inside `box`, which must lie inside the image.
  Image crop(const Box& box) const;
  /// Overwrites the pixels at (top, left) with `patch`, of the same channels and bits.
  void paste(const Image& patch, int top, int left);

  bool operator==(const Image&) const = default;

 private:
  Size size_;
  int channels_ = 0, bits_ = 8;
  std::vector<uint8_t> bytes_;
};

/// Calls body(T{}) with T = uint8_t or uint16_t as the image's depth asks.
template <class Body>
decltype(auto) with_depth(const Image& image, Body&& body) {
  if (image.bits() == 8) return body(uint8_t{});
  return body(uint16_t{});
}

}  // namespace kintsugi
