#pragma once

namespace kintsugi {

/// What a resolution counts pixels in; kNone where a file names no unit.
enum class LengthUnit { kNone, kInch, kCentimetre, kMetre };

/// How large a picture is meant to be shown or printed: pixels in a length, across and down. With
/// LengthUnit::kNone only x : y has a meaning, the shape of a pixel.
struct Resolution {
  double x = 0, y = 0;
  LengthUnit unit = LengthUnit::kInch;

  bool operator==(const Resolution&) const = default;
};

/// The same resolution in another unit; kNone stays kNone. PNG and BMP round to whole pixels a
/// metre, so a number of pixels an inch is taken for whole where that rounding allows it.
Resolution in_unit(const Resolution& resolution, LengthUnit unit);

}  // namespace kintsugi
