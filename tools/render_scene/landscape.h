#pragma once

#include "tools/render_scene/colour.h"

namespace kintsugi::scene {

constexpr double kShore = 262;  ///< the row where land meets water

/// Sky with clouds, three ranges of mountains and a wood on the far shore: rows up to kShore.
///   y, x   pixels, fractions welcome
Colour land(double y, double x);

/// The lake that mirrors them, from kShore on downwards.
Colour water(double y, double x);

}  // namespace kintsugi::scene
