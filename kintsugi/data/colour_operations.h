#pragma once

#include "kintsugi/image.h"

namespace kintsugi::data {

// The colour operations of AutoAugment (Cubuk et al. 2019, table 6), as Pillow's ImageOps and
// ImageEnhance define them, to the last bit. All change an RGB image of 8 bits in place.

/// 255 - value.
void invert(Image& image);

/// Inverts the values of `threshold` and above.
void solarize(Image& image, int threshold);

/// Keeps the upper `bits` bits of each value.
///   bits   1..8
void posterize(Image& image, int bits);

/// Stretches each channel so that its darkest value becomes 0, its lightest 255.
void auto_contrast(Image& image);

/// Maps each channel so that its values are spread evenly; fewer than 256 pixels stay as they are.
void equalize(Image& image);

// The enhancements: 0 gives the degenerate picture, 1 the image, more goes beyond.

/// Degenerate: grey.
void enhance_colour(Image& image, double factor);

/// Degenerate: the mean grey all over.
void enhance_contrast(Image& image, double factor);

/// Degenerate: black.
void enhance_brightness(Image& image, double factor);

/// Degenerate: smoothed by 3 x 3 pixels; the outermost pixels are not smoothed.
void enhance_sharpness(Image& image, double factor);

}  // namespace kintsugi::data
