#pragma once

#include "tools/render_scene/colour.h"

namespace kintsugi::scene {

constexpr double kCopingTop = 360;    ///< first row of the slabs that cover the wall
constexpr double kCopingFront = 384;  ///< where their upper side meets their front
constexpr double kWallTop = 400;      ///< first row of the bricks

/// The wall in front of the lake: slabs of stone on courses of brick; rows from kCopingTop on.
Colour wall(double y, double x);

}  // namespace kintsugi::scene
