#pragma once

#include <algorithm>
#include <ostream>

namespace kintsugi {

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

}  // namespace kintsugi
