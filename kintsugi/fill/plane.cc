#include "kintsugi/fill/plane.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kintsugi::fill {
namespace {

constexpr int kNumSamples = 256;          // that most pictures fail with
constexpr double kMostResidual = 1;       // values from the plane: two roundings
constexpr double kSmallestSpread = 1e-6;  // of pixels that lie on one line, squared

/// value = mean + down * (y - y0) + right * (x - x0), by channel.
struct Plane {
  double y0 = 0, x0 = 0;
  std::array<double, 4> mean = {}, down = {}, right = {};

  double at(int y, int x, int c) const {
    return mean[c] + down[c] * (y - y0) + right[c] * (x - x0);
  }
};

/// Every `step`th known pixel of a mask.
struct KnownPixels {
  const Mask& mask;
  long long step;
  const Progress& progress;
};

/// Calls body(y, x) for each of them.
template <class Body>
void for_each(const KnownPixels& pixels, const Body& body) {
  const auto& [mask, step, progress] = pixels;
  long long index = 0;
  for (int y = 0; y < mask.height(); ++y) {
    progress.ask();
    const uint8_t* row = mask.row(y);
    for (int x = 0; x < mask.width(); ++x) {
      if (row[x] == kKnown && index++ % step == 0) body(y, x);
    }
  }
}

std::optional<Plane> fitted(const Image& image, const KnownPixels& pixels) {
  Plane plane;
  double n = 0;
  for_each(pixels, [&](int y, int x) {
    ++n, plane.y0 += y, plane.x0 += x;
    for (int c = 0; c < image.channels(); ++c) plane.mean[c] += image.at(y, x, c);
  });
  if (n == 0) return std::nullopt;
  plane.y0 /= n, plane.x0 /= n;
  for (double& mean : plane.mean) mean /= n;
  double yy = 0, xx = 0, yx = 0;
  std::array<double, 4> vy = {}, vx = {};
  for_each(pixels, [&](int y, int x) {
    const double dy = y - plane.y0, dx = x - plane.x0;
    yy += dy * dy, xx += dx * dx, yx += dy * dx;
    for (int c = 0; c < image.channels(); ++c) {
      const double value = image.at(y, x, c) - plane.mean[c];
      vy[c] += value * dy, vx[c] += value * dx;
    }
  });
  const double determinant = yy * xx - yx * yx;
  for (int c = 0; c < image.channels(); ++c) {
    if (determinant > kSmallestSpread * n * n) {
      plane.down[c] = (vy[c] * xx - vx[c] * yx) / determinant;
      plane.right[c] = (vx[c] * yy - vy[c] * yx) / determinant;
    } else if (image.width() == 1 && yy > 0) {  // a picture that is a line itself
      plane.down[c] = vy[c] / yy;
    } else if (image.height() == 1 && xx > 0) {
      plane.right[c] = vx[c] / xx;
    }  // else only one value everywhere is a plane
  }
  return plane;
}

bool lies_on(const Image& image, const KnownPixels& pixels, const Plane& plane) {
  double most = 0;
  for_each(pixels, [&](int y, int x) {
    for (int c = 0; c < image.channels(); ++c) {
      most = std::max(most, std::abs(image.at(y, x, c) - plane.at(y, x, c)));
    }
  });
  return most <= kMostResidual;
}

}  // namespace

std::optional<Image> filled_as_plane(const Image& image, const Mask& mask,
                                     const Progress& progress) {
  const KnownPixels some{mask, std::max(1LL, image.size().area() / kNumSamples), progress};
  const std::optional<Plane> sketch = fitted(image, some);
  if (sketch && !lies_on(image, some, *sketch)) return std::nullopt;
  const KnownPixels all{mask, 1, progress};
  const std::optional<Plane> plane = fitted(image, all);
  if (!plane || !lies_on(image, all, *plane)) return std::nullopt;
  Image result = image;
  for (int y = 0; y < mask.height(); ++y) {
    progress.ask();
    for (int x = 0; x < mask.width(); ++x) {
      for (int c = 0; c < image.channels() && mask.is_hole(y, x); ++c) {
        const long value = std::lround(plane->at(y, x, c));
        result.set(y, x, c, static_cast<int>(std::clamp<long>(value, 0, image.max_value())));
      }
    }
  }
  return result;
}

}  // namespace kintsugi::fill
