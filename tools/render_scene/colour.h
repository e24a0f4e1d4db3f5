#pragma once

#include <algorithm>

namespace kintsugi::scene {

/// Red, green and blue in [0, 1].
struct Colour {
  double red = 0, green = 0, blue = 0;
};

inline Colour operator+(const Colour& a, const Colour& b) {
  return {a.red + b.red, a.green + b.green, a.blue + b.blue};
}
inline Colour operator*(const Colour& colour, double factor) {
  return {colour.red * factor, colour.green * factor, colour.blue * factor};
}

/// `a` where `part` is 0, `b` where it is 1.
inline Colour mix(const Colour& a, const Colour& b, double part) {
  const double t = std::clamp(part, 0.0, 1.0);
  return a * (1 - t) + b * t;
}

}  // namespace kintsugi::scene
