#pragma once

#include "kintsugi/image.h"

namespace kintsugi {

/// `image` (8 bits) stretched to `size`: linear interpolation, and where it shrinks a triangle as
/// wide as two new pixels, so that nothing aliases (Pillow's BILINEAR). In integers: the same
/// result on every machine. Errors: 16 bits, a size below 1.
Image resampled(const Image& image, Size size);

/// The picture as three channels of 8 bits: grey is repeated, 16 bits are rounded, alpha is left
/// out.
Image as_rgb8(const Image& image);

/// The largest square in the middle of `image`.
Image middle_square(const Image& image);

}  // namespace kintsugi
