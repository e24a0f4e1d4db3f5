#include "tools/render_scene/noise.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "kintsugi/base/random.h"

namespace kintsugi::scene {
namespace {

// One of eight directions at every whole coordinate.
double gradient(int x, int y, int seed, double dx, double dy) {
  constexpr double kDiagonal = 0.7071067811865476;
  constexpr double kDirections[8][2] = {
      {1, 0},  {kDiagonal, kDiagonal},   {0, 1},  {-kDiagonal, kDiagonal},
      {-1, 0}, {-kDiagonal, -kDiagonal}, {0, -1}, {kDiagonal, -kDiagonal}};
  const auto& direction = kDirections[static_cast<int>(hash(x, y, seed) * 8)];
  return direction[0] * dx + direction[1] * dy;
}

double fade(double t) { return t * t * t * (t * (t * 6 - 15) + 10); }

double between(double a, double b, double t) { return a + (b - a) * t; }

}  // namespace

double hash(int x, int y, int seed) {
  const uint64_t key = uint64_t{static_cast<uint32_t>(x)} << 32 | static_cast<uint32_t>(y);
  return static_cast<double>(mix_bits(mix_bits(key) + seed) >> 11) * 0x1p-53;
}

double noise(double x, double y, int seed) {
  const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
  const double dx = x - x0, dy = y - y0;
  const double top =
      between(gradient(x0, y0, seed, dx, dy), gradient(x0 + 1, y0, seed, dx - 1, dy), fade(dx));
  const double bottom = between(gradient(x0, y0 + 1, seed, dx, dy - 1),
                                gradient(x0 + 1, y0 + 1, seed, dx - 1, dy - 1), fade(dx));
  return between(top, bottom, fade(dy));
}

double fractal(double x, double y, int octaves, int seed) {
  double sum = 0, height = 1;
  for (int i = 0; i < octaves; ++i, height /= 2, x *= 2, y *= 2) {
    sum += height * noise(x, y, seed + i);
  }
  return sum;
}

double ridges(double x, double y, int octaves, int seed) {
  double sum = 0, height = 0.5;
  for (int i = 0; i < octaves; ++i, height /= 2, x *= 2, y *= 2) {
    sum += height * (1 - 2 * std::abs(noise(x, y, seed + i)));
  }
  return sum;
}

double smoothstep(double low, double high, double value) {
  const double t = std::clamp((value - low) / (high - low), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

}  // namespace kintsugi::scene
