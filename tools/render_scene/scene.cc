#include "tools/render_scene/scene.h"

#include <algorithm>
#include <cmath>

#include "kintsugi/base/parallel.h"
#include "tools/render_scene/ball.h"
#include "tools/render_scene/landscape.h"
#include "tools/render_scene/noise.h"
#include "tools/render_scene/wall.h"

namespace kintsugi::scene {
namespace {

constexpr int kSamples = 2;  // along each side of a pixel
constexpr int kRimPx = 9;    // around the ball and its shadow

Colour colour_at(double y, double x) {
  if (is_ball(y, x)) return ball(y, x);
  if (y >= kCopingTop) return wall(y, x) * (y < kCopingFront + 8 ? light_beside_ball(y, x) : 1);
  return y < kShore ? land(y, x) : water(y, x);
}

Colour pixel_at(int y, int x) {
  Colour sum;
  for (int i = 0; i < kSamples; ++i)
    for (int j = 0; j < kSamples; ++j) {
      sum = sum + colour_at(y + (i + 0.5) / kSamples, x + (j + 0.5) / kSamples);
    }
  const double grain = 0.012 * (hash(x, y, 900) + hash(x, y, 901) - 1);  // of a camera's sensor
  return sum * (1.0 / (kSamples * kSamples)) + Colour{grain, grain, grain};
}

uint8_t level(double value) {
  return static_cast<uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
}

}  // namespace

Image render_scene() {
  Image image(kSceneSize, 3);
  parallel_for(image.height(), 0, [&](int y) {
    uint8_t* values = image.row<uint8_t>(y);
    for (int x = 0; x < image.width(); ++x, values += 3) {
      const Colour colour = pixel_at(y, x);
      values[0] = level(colour.red);
      values[1] = level(colour.green);
      values[2] = level(colour.blue);
    }
  });
  return image;
}

Mask render_hole() {
  Mask covered(kSceneSize);
  for (int y = 0; y < covered.height(); ++y)
    for (int x = 0; x < covered.width(); ++x) {
      const bool is_shaded =
          y >= kCopingTop && y < kCopingFront + 8 && light_beside_ball(y, x) < 0.97;
      covered.row(y)[x] = is_ball(y + 0.5, x + 0.5) || is_shaded;
    }
  return dilate(covered, kRimPx);
}

}  // namespace kintsugi::scene
