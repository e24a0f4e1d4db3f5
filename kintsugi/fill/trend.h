#pragma once

#include <array>
#include <vector>

#include "kintsugi/fill/marching.h"
#include "kintsugi/image.h"

namespace kintsugi::fill {

/// How fast each channel changes around one hole, in values a pixel.
struct Slope {
  std::array<float, 4> down = {}, right = {};
};

/// The slopes of the planes that fit the known pixels around each hole, as far as they are a trend
/// and no accident: a slope is taken times the share of the variance that it explains (R^2, beyond
/// what rounding adds). So a ramp goes on as the ramp that it is, and texture stays level.
struct Trends {
  std::vector<int32_t> hole_of;  ///< by hole pixel: which 8-connected hole it belongs to
  std::vector<Slope> slopes;     ///< by hole
};

/// O(n) in the hole pixels and the known pixels in a band around them, which is as wide as half the
/// root of the hole's area, 2 to 16 pixels, wider only where these lie on one line.
Trends trends_around(const Image& image, const Mask& mask, const HolePixels& holes,
                     const Progress& progress = {});

}  // namespace kintsugi::fill
