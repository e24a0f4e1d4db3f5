#pragma once

namespace kintsugi::scene {

/// A number in [0, 1) that depends on nothing but its arguments.
double hash(int x, int y, int seed);

/// Gradient noise (Perlin 1985): smooth, about -0.7..0.7, zero at whole coordinates.
double noise(double x, double y, int seed);

/// Fractal sum of `octaves` noises, each of twice the frequency and half the height; about -1..1.
double fractal(double x, double y, int octaves, int seed);

/// The same of 1 - |noise|: sharp crests, as of mountains; about 0..1.
double ridges(double x, double y, int octaves, int seed);

/// 0 up to `low`, 1 from `high` on, smooth in between.
double smoothstep(double low, double high, double value);

}  // namespace kintsugi::scene
