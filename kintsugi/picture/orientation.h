#pragma once

#include "kintsugi/image.h"

namespace kintsugi {

/// The image as a person sees it, given EXIF's orientation of the stored pixels, 1..8: where row 0
/// and column 0 of the stored pixels belong.
///
///   1 top, left     2 top, right     3 bottom, right  4 bottom, left
///   5 left, top     6 right, top     7 right, bottom  8 left, bottom
Image upright(Image image, int orientation);

/// The orientation that undoes another.
constexpr int inverse_orientation(int orientation) {
  return orientation == 6 ? 8 : orientation == 8 ? 6 : orientation;
}

/// The same for any pixels of `pixel_bytes` bytes (at most 32) without gaps: `size` is that of the
/// stored ones, `to` is as large as `from`.
void turn_upright(const uint8_t* from, Size size, int pixel_bytes, int orientation, uint8_t* to);

}  // namespace kintsugi
