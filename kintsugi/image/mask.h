#pragma once

#include <cstdint>
#include <vector>

#include "kintsugi/image/geometry.h"

namespace kintsugi {

/// Which pixels are to be filled: height x width bytes, 1 = hole, 0 = known. A plain value.
class Mask {
 public:
  Mask() = default;
  /// All known.
  explicit Mask(Size size) : size_(size), holes_(size.area()) {}

  Size size() const { return size_; }
  int height() const { return size_.height; }
  int width() const { return size_.width; }
  uint8_t* row(int y) { return holes_.data() + size_t{1} * y * size_.width; }
  const uint8_t* row(int y) const { return holes_.data() + size_t{1} * y * size_.width; }
  bool at(int y, int x) const { return row(y)[x] != 0; }

  /// Number of hole pixels.
  long long num_holes() const;
  /// num_holes / number of pixels, in [0, 1].
  double ratio() const;
  /// The smallest box around all hole pixels; empty when there is none.
  Box bounds() const;
  /// The part inside `box`, which must lie inside the mask.
  Mask crop(const Box& box) const;

  bool operator==(const Mask&) const = default;

 private:
  Size size_;
  std::vector<uint8_t> holes_;
};

/// The mask grown by a disc of `radius_px` pixels (0 = unchanged).
Mask dilate(const Mask& mask, int radius_px);

}  // namespace kintsugi
