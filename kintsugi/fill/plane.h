#pragma once

#include <optional>

#include "kintsugi/image.h"
#include "kintsugi/mask.h"
#include "kintsugi/progress.h"

namespace kintsugi::fill {

/// The picture with its holes filled by the plane that all known pixels lie on, up to rounding;
/// nothing where they do not, or do not decide one (of one value, any known pixels do). A ramp
/// needs no patches, and patches of it have other colours than the hole's.
std::optional<Image> filled_as_plane(const Image& image, const Mask& mask,
                                     const Progress& progress = {});

}  // namespace kintsugi::fill
