#pragma once

#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi {

/// Softens the seam from inside: hole pixels within `width_px` of a known one become a blend of
/// original and fill, the more of the original the nearer they are. Known pixels stay as they are.
///   original  the picture before filling; what lies under the hole's rim shows through
///   mask      1 = hole
///   result    the filled picture, of the original's size, channels and bits
/// At distance d (to the centre of the nearest known pixel) the fill's share is
/// min(1, d / (width_px + 1)): feather(…, 1) leaves the first row of pixels half original.
void feather(const Image& original, const Mask& mask, int width_px, Image* result);

/// Makes hole pixels opaque in `alpha`, a picture's alpha channel.
void fill_alpha(const Mask& mask, Image* alpha);

}  // namespace kintsugi
