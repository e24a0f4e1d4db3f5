#pragma once

#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi {

/// Fills holes with means of what is known around them, the wider the deeper inside (pull_push.h).
/// For planes that go with a picture and that no method fills: the black of CMYK, the gains of an
/// HDR picture. Without a known pixel nothing changes.
///   image  8 bits
void smooth_fill(Image& image, const Mask& mask);

}  // namespace kintsugi
