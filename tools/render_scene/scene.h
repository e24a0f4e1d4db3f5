#pragma once

#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi::scene {

constexpr Size kSceneSize = {.height = 512, .width = 768};

/// The example picture, 8-bit RGB: a mountain lake, a brick wall and a beach ball.
/// The same on every machine but for a level or two where its math library rounds otherwise.
Image render_scene();

/// The hole to try methods on: the ball, its shadow and a rim around both.
Mask render_hole();

}  // namespace kintsugi::scene
