#pragma once

#include "kintsugi/image/image.h"
#include "kintsugi/image/mask.h"

namespace kintsugi::engine {

/// Takes steps in brightness and colour out of the seam between known pixels and filled ones, from
/// inside the hole: known pixels stay as they are. The difference across the seam, averaged along
/// it, is added to the fill, less and less over `width_px` pixels inwards. Differences of more than
/// about a sixth of the range are taken for edges of things and left alone.
///   mask    1 = hole
///   filled  the picture with its holes filled; grey or RGB, 8 or 16 bits
void blend_seam(const Mask& mask, int width_px, Image& filled);

}  // namespace kintsugi::engine
