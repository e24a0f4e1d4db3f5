#pragma once

#include "kintsugi/image.h"
#include "kintsugi/mask.h"
#include "kintsugi/progress.h"

namespace kintsugi::engine {

/// Makes a fill continuous with the known pixels around it, from inside the hole: known pixels stay
/// as they are. The differences across the seam are spread over the whole hole, as in seamless
/// cloning (Pérez et al. 2003), by pull-push interpolation (Gortler et al. 1996): beside the seam
/// each counts alone, further in their mean over ever longer parts of it. Differences of more than
/// about a third of the range weigh little beside others: they are edges of things.
///   mask    1 = hole
///   filled  the picture with its holes filled; grey or RGB, 8 or 16 bits
void blend_seam(const Mask& mask, Image& filled, const Progress& progress = {});

}  // namespace kintsugi::engine
