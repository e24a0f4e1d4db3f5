#include "tools/render_scene/landscape.h"

#include <cmath>

#include "tools/render_scene/noise.h"

namespace kintsugi::scene {
namespace {

constexpr Colour kHaze = {0.78, 0.85, 0.92};

Colour sky(double y, double x) {
  const double height = y / kShore;  // 0 at the top, 1 at the shore
  const Colour blue = mix({0.20, 0.42, 0.74}, {0.74, 0.84, 0.93}, std::pow(height, 0.75));
  // Clouds shrink and flatten towards the horizon, as a ceiling does that is seen from below.
  const double distance = 1 / (1.25 - height);
  const double u = (x - 380) * distance / 260, v = 2.4 * distance;
  const auto density = [&](double du, double dv) {
    return fractal(u + du, v + dv, 6, 11) + 0.5 * fractal(u * 0.4 + du, v * 0.4 + dv, 2, 17);
  };
  const double cloud = density(0, 0);
  const double lit = 0.5 + 1.1 * (cloud - density(-0.10, -0.08));  // the sun is on the left
  const Colour white = mix({0.66, 0.71, 0.79}, {1.0, 0.985, 0.96}, lit + 0.25);
  return mix(blue, white, 0.92 * smoothstep(0.02, 0.42, cloud));
}

struct Range {
  double base, height, wavelength;  // row of its foot, highest crest above it, in pixels
  int seed;
  double haze;  // how much of it the air hides
  double snow;  // share of its height that is under snow
};

double crest(const Range& range, double x) {
  const double large = ridges(x / range.wavelength, 0.5, 6, range.seed);
  const double swell = 0.35 * noise(x / (1.9 * range.wavelength), 3.5, range.seed + 40);
  return range.base - range.height * (large + swell);
}

// Rock and snow, lit from the left: folds are the slope of ridged noise that runs downhill.
Colour mountain(const Range& range, double y, double x) {
  const double depth = y - crest(range, x);
  const double scale = range.wavelength / 2.6;
  const double bend = 14 * noise(x / 60, y / 60, range.seed + 50);
  const double u = (x + 0.55 * depth + bend) / scale, v = y / (2.2 * scale);
  const double slope =
      ridges(u, v, 6, range.seed + 60) - ridges(u - 0.07, v - 0.02, 6, range.seed + 60);
  const double light = 0.52 + 3.2 * slope;
  const double patches = fractal(x / 38, y / 30, 5, range.seed + 70);
  const double snow_line = range.snow * range.height * (1 + 0.9 * patches);
  const double snow = smoothstep(-9, 9, snow_line - depth + 230 * slope);
  const double grain = 0.06 * fractal(x / 5, y / 5, 3, range.seed + 80);
  const Colour rock = mix({0.17, 0.19, 0.24}, {0.53, 0.49, 0.45}, light + grain);
  const Colour white = mix({0.52, 0.62, 0.78}, {0.99, 0.98, 0.96}, light + 0.22 + grain);
  const double low = smoothstep(0.2, 1.1, depth / range.height);  // mist rises from the valley
  return mix(mix(rock, white, snow), kHaze, range.haze + (1 - range.haze) * 0.45 * low);
}

// Wooded hills in front of the mountains: crowns lit from above, needles as fine grain.
Colour wood(double y, double x, double top) {
  const double depth = y - top;
  const double crowns = fractal(x / 7, y / 11, 3, 301);
  const double light = 0.42 + 0.75 * crowns - 0.008 * depth + 0.25 * noise(x / 120, y / 40, 305);
  const Colour green = mix({0.05, 0.12, 0.09}, {0.36, 0.45, 0.22}, light);
  return mix(green, kHaze, 0.12);
}

// A strip of pebbles between the wood and the lake.
double beach_top(double x) { return kShore - 5 - 2.5 * noise(x / 37, 0.5, 341); }

Colour beach(double y, double x) {
  return Colour{0.66, 0.62, 0.53} * (1 + 0.35 * fractal(x / 4, y / 1.5, 3, 343));
}

double wood_top(double x) {
  const double hills = 226 - 26 * ridges(x / 330, 7.5, 2, 331) + 14 * noise(x / 150, 1.5, 333);
  const double tips = 7 * std::abs(noise(x / 3.3, 0.5, 335)) + 4 * noise(x / 11, 2.5, 336);
  return hills - tips;
}

constexpr Range kFar = {236, 150, 240, 101, 0.48, 0.42};
constexpr Range kNear = {262, 178, 300, 149, 0.12, 0.17};

}  // namespace

Colour land(double y, double x) {
  if (y > beach_top(x)) return beach(y, x);
  if (y > wood_top(x)) return wood(y, x, wood_top(x));
  if (y > crest(kNear, x)) return mountain(kNear, y, x);
  if (y > crest(kFar, x)) return mountain(kFar, y, x);
  return sky(y, x);
}

Colour water(double y, double x) {
  const double below = y - kShore;
  // Waves look larger and lie further apart the nearer they are.
  const double near = 0.12 + below / 100;
  const double u = x / (26 * near + 8), v = 34 * std::log(1 + below / 26);
  const double wave = fractal(u, v / 2.2, 4, 401);
  const double wide = noise(x / 210, v / 9, 407);
  const double calm = 0.35 + 0.65 * smoothstep(-0.25, 0.3, wide);
  const double mirror_y = kShore - below * 1.45 + 26 * near * calm * wave;
  const double mirror_x = x + 9 * near * calm * fractal(u + 9, v / 2.2, 3, 411);
  const Colour mirrored = land(mirror_y < kShore ? mirror_y : kShore - 0.5, mirror_x);
  const double own = 0.30 + 0.22 * smoothstep(0, 110, below) - 0.25 * calm * wave;
  const Colour lake = mix(mirrored, {0.09, 0.25, 0.33}, own);
  const double glint = smoothstep(0.42, 0.75, wave + 0.25 * wide) * smoothstep(4, 60, below);
  const double shore = 1 - 0.35 * smoothstep(7, 0, below);
  return mix(lake * shore, {0.93, 0.97, 1.0}, 0.55 * glint);
}

}  // namespace kintsugi::scene
