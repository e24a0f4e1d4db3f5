#include "kintsugi/eval/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kintsugi/base/parallel.h"
#include "kintsugi/error.h"

namespace kintsugi::eval {
namespace {

void check_comparable(const Image& a, const Image& b, const Mask* region) {
  check(a.size() == b.size() && a.channels() == b.channels() && a.bits() == b.bits(),
        "cannot compare a picture of ", a.size(), ", ", a.channels(), " channels, ", a.bits(),
        " bits with one of ", b.size(), ", ", b.channels(), " channels, ", b.bits(), " bits");
  check(!region || region->size() == a.size(), "the region is ", region ? region->size() : Size{},
        ", the picture ", a.size(), ": expected equal sizes");
}

// Mean of measure(difference) over the region, differences in [-1, 1].
template <class Measure>
double mean_over(const Image& a, const Image& b, const Mask* region, const Measure& measure) {
  check_comparable(a, b, region);
  const long long pixels = region ? region->num_holes() : a.size().area();
  check(pixels > 0, "there are no hole pixels to compare");
  const double scale = 1.0 / a.max_value();
  double sum = 0;
  with_depth(a, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < a.height(); ++y) {
      const T *row_a = a.row<T>(y), *row_b = b.row<T>(y);
      for (int i = 0; i < a.width() * a.channels(); ++i) {
        if (region && !region->at(y, i / a.channels())) continue;
        sum += measure((static_cast<double>(row_a[i]) - row_b[i]) * scale);
      }
    }
  });
  return sum / (static_cast<double>(pixels) * a.channels());
}

struct Plane {
  int height, width;
  std::vector<double> values;
};

// Weighted means over all windows that lie inside, one direction after the other.
Plane filtered(const Plane& plane, const std::vector<double>& weights) {
  const int reach = static_cast<int>(weights.size()) - 1;
  const int width = plane.width - reach, height = plane.height - reach;
  std::vector<double> rows(size_t{1} * plane.height * width);
  for (int y = 0; y < plane.height; ++y)
    for (int i = 0; i <= reach; ++i) {
      const double* in = &plane.values[size_t{1} * y * plane.width + i];
      double* out = &rows[size_t{1} * y * width];
      for (int x = 0; x < width; ++x) out[x] += weights[i] * in[x];
    }
  Plane result{height, width, std::vector<double>(size_t{1} * height * width)};
  for (int y = 0; y < height; ++y)
    for (int i = 0; i <= reach; ++i) {
      const double* in = &rows[size_t{1} * (y + i) * width];
      double* out = &result.values[size_t{1} * y * width];
      for (int x = 0; x < width; ++x) out[x] += weights[i] * in[x];
    }
  return result;
}

Plane product(const Plane& a, const Plane& b) {
  Plane result = a;
  for (size_t i = 0; i < result.values.size(); ++i) result.values[i] *= b.values[i];
  return result;
}

Plane plane_of(const Image& image, int c) {
  Plane plane{image.height(), image.width(), {}};
  plane.values.reserve(image.size().area());
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      plane.values.push_back(static_cast<double>(image.at(y, x, c)) / image.max_value());
  return plane;
}

int side_of(SsimWindow window) { return window == SsimWindow::kUniform7 ? 7 : 11; }

std::vector<double> window_weights(SsimWindow window) {
  if (window == SsimWindow::kUniform7) return std::vector<double>(7, 1 / 7.0);
  std::vector<double> weights(11);
  double sum = 0;
  for (int i = 0; i < 11; ++i) sum += weights[i] = std::exp(-(i - 5) * (i - 5) / (2 * 1.5 * 1.5));
  for (double& weight : weights) weight /= sum;
  return weights;
}

// SSIM of every window that lies inside.
Plane ssim_map(const Plane& a, const Plane& b, SsimWindow window) {
  constexpr double kC1 = 0.01 * 0.01, kC2 = 0.03 * 0.03;
  const std::vector<double> weights = window_weights(window);
  const double unbiased = window == SsimWindow::kUniform7 ? 49.0 / 48 : 1;  // sample covariance
  const Plane mean_a = filtered(a, weights), mean_b = filtered(b, weights);
  const Plane aa = filtered(product(a, a), weights), bb = filtered(product(b, b), weights);
  Plane ab = filtered(product(a, b), weights);
  for (size_t i = 0; i < ab.values.size(); ++i) {
    const double ma = mean_a.values[i], mb = mean_b.values[i];
    const double variance_a = unbiased * (aa.values[i] - ma * ma);
    const double variance_b = unbiased * (bb.values[i] - mb * mb);
    const double covariance = unbiased * (ab.values[i] - ma * mb);
    ab.values[i] = (2 * ma * mb + kC1) * (2 * covariance + kC2) /
                   ((ma * ma + mb * mb + kC1) * (variance_a + variance_b + kC2));
  }
  return ab;
}

// Calls visit(y, x) for every window with a pixel of the region in its middle; (y, x) is the
// window's place among all.
template <class Visit>
void each_window(Size size, SsimWindow window, const Mask* region, const Visit& visit) {
  const int reach = side_of(window) - 1, middle = reach / 2;
  for (int y = 0; y < size.height - reach; ++y)
    for (int x = 0; x < size.width - reach; ++x)
      if (!region || region->at(y + middle, x + middle)) visit(y, x);
}

// Mean over the windows and over the channels; NaN where there is no window.
double mean_of(const std::vector<Plane>& maps, Size size, SsimWindow window, const Mask* region) {
  double sum = 0;
  int64_t count = 0;
  for (const Plane& map : maps)
    each_window(size, window, region, [&](int y, int x) {
      sum += map.values[size_t{1} * y * map.width + x];
      ++count;
    });
  return sum / static_cast<double>(count);
}

std::vector<Plane> ssim_maps(const Image& result, const Image& truth, SsimWindow window) {
  const int side = side_of(window);
  check(std::min(result.height(), result.width()) >= side, "the picture is ", result.size(),
        ", expected at least ", side, " pixels each way for this SSIM");
  std::vector<Plane> maps(result.channels());
  parallel_for(result.channels(), 0,
               [&](int c) { maps[c] = ssim_map(plane_of(result, c), plane_of(truth, c), window); });
  return maps;
}

}  // namespace

double psnr(const Image& result, const Image& truth, const Mask* region) {
  const double error = mean_over(result, truth, region, [](double d) { return d * d; });
  return error > 0 ? -10 * std::log10(error) : std::numeric_limits<double>::infinity();
}

double l1_percent(const Image& result, const Image& truth, const Mask* region) {
  return 100 * mean_over(result, truth, region, [](double d) { return std::abs(d); });
}

double l2_percent(const Image& result, const Image& truth, const Mask* region) {
  return 100 * mean_over(result, truth, region, [](double d) { return d * d; });
}

double ssim(const Image& result, const Image& truth, SsimWindow window) {
  check_comparable(result, truth, nullptr);
  return mean_of(ssim_maps(result, truth, window), result.size(), window, nullptr);
}

SsimOfBoth ssim(const Image& result, const Image& truth, const Mask& mask, SsimWindow window) {
  check_comparable(result, truth, &mask);
  const std::vector<Plane> maps = ssim_maps(result, truth, window);
  return {.picture = mean_of(maps, result.size(), window, nullptr),
          .hole = mean_of(maps, result.size(), window, &mask)};
}

}  // namespace kintsugi::eval
