#pragma once

#include "kintsugi/image.h"

namespace kintsugi::data {

// Operations that move pixels, on RGB images of 8 bits. Sampling is linear; outside the picture it
// is mirrored, so that no network learns to paint grey corners.

/// Rows slide sideways: pixel (y, x) comes from column x + level * y (Pillow's affine transform).
Image sheared_x(const Image& image, double level);

/// Columns slide up and down: pixel (y, x) comes from row y + level * x.
Image sheared_y(const Image& image, double level);

/// Turned about the middle, counter-clockwise, in degrees; the size stays.
Image rotated(const Image& image, double degrees);

/// Convolved with a Gaussian that is cut off at three deviations.
///   deviation_px   more than 0
Image blurred(const Image& image, double deviation_px);

}  // namespace kintsugi::data
