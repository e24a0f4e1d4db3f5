#pragma once

#include <cstdint>
#include <vector>

#include "kintsugi/image/geometry.h"

namespace kintsugi {

/// The values of a mask's bytes. Methods take whatever is not kKnown as unknown and write kHole.
inline constexpr uint8_t kKnown = 0;
inline constexpr uint8_t kHole = 1;     ///< to be filled
inline constexpr uint8_t kNeither = 2;  ///< not to be filled, and no source: a transparent pixel

/// Which pixels are to be filled: height x width bytes, 1 = hole, 0 = known, and in what a method
/// is given also 2 = neither. A plain value.
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
  /// True where the pixel is not known: a hole, or neither.
  bool at(int y, int x) const { return row(y)[x] != kKnown; }
  /// True where the pixel is to be filled.
  bool is_hole(int y, int x) const { return row(y)[x] == kHole; }

  /// Number of hole pixels.
  long long num_holes() const;
  /// Number of known pixels: all but holes and what is neither.
  long long num_known() const;
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

/// The holes grown by a disc of `radius_px` pixels (0 = unchanged); what is neither becomes known.
Mask dilate(const Mask& mask, int radius_px);

}  // namespace kintsugi
