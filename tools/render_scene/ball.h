#pragma once

#include "tools/render_scene/colour.h"

namespace kintsugi::scene {

/// A striped beach ball that lies on the wall and is to be removed.
constexpr double kBallY = 296, kBallX = 498, kBallRadius = 76;  ///< pixels

/// Does the ball cover this place?
bool is_ball(double y, double x);

/// Its colour there; is_ball must hold.
Colour ball(double y, double x);

/// How much light the ball leaves to the wall below it: 1 = all, 0 = none.
double light_beside_ball(double y, double x);

}  // namespace kintsugi::scene
