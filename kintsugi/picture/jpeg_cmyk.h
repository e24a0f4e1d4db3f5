#pragma once

#include "kintsugi/image.h"

namespace kintsugi {

// A Picture is RGB. For a CMYK file it shows what the inks would give if they were ideal,
// R = (1 - C) (1 - K), and the way back needs the file's own values: many inks give one colour.
// `is_inverted` files hold 255 for no ink.

/// The colours of CMYK values (4 channels, 8 bits).
Image rgb_of_cmyk(const Image& cmyk, bool is_inverted);

/// Makes `cmyk` show `rgb`: pixels that do so stay exactly as they are, others get the black of
/// their surroundings, as far as their colour allows it, and the coloured inks that are missing.
void follow_rgb(const Image& rgb, bool is_inverted, Image& cmyk);

}  // namespace kintsugi
