#include "kintsugi/train/scores.h"

#include <cmath>
#include <vector>

#include "kintsugi/error.h"

namespace kintsugi::train {

using torch::Tensor;

namespace {

/// The mean over each picture's values.
Tensor mean_of_pictures(const Tensor& x) { return x.flatten(1).mean(1); }

Tensor gaussian_window(int64_t side, double sigma) {
  const Tensor x = torch::arange(side, torch::kFloat64) - double(side / 2);
  const Tensor row = (-x * x / (2 * sigma * sigma)).exp();
  return torch::outer(row, row) / row.sum().square();
}

/// Window means of every channel, of the windows that lie inside.
Tensor window_means(const Tensor& x, const Tensor& window) {
  const int64_t channels = x.size(1), side = window.size(0);
  const Tensor weight = window.to(x.options()).expand({channels, 1, side, side}).contiguous();
  return torch::conv2d(x, weight, /*bias=*/{}, at::IntArrayRef({1, 1}), at::IntArrayRef({0, 0}),
                       at::IntArrayRef({1, 1}), channels);
}

}  // namespace

Tensor psnr(const Tensor& result, const Tensor& truth) {
  return -10 * mean_of_pictures((result - truth).square()).clamp_min(1e-10).log10();
}

Tensor hole_l1(const Tensor& result, const Tensor& truth, const Tensor& mask) {
  const Tensor sum = ((result - truth).abs() * mask).flatten(1).sum(1);
  return sum / (3 * mask.flatten(1).sum(1)).clamp_min(1);
}

Tensor ssim(const Tensor& result, const Tensor& truth, SsimWindow kind) {
  const bool is_gaussian = kind == SsimWindow::kGaussian11;
  const int64_t side = is_gaussian ? 11 : 7;
  check(result.size(2) >= side && result.size(3) >= side, "SSIM of pictures of ", result.size(2),
        "x", result.size(3), " pixels, expected at least ", side);
  const Tensor window = is_gaussian ? gaussian_window(side, 1.5)
                                    : torch::full({side, side}, 1.0 / double(side * side));
  // In float64: variances are small differences of large numbers.
  const Tensor x = result.to(torch::kFloat64), y = truth.to(torch::kFloat64);
  const Tensor mean_x = window_means(x, window), mean_y = window_means(y, window);
  const double unbiased = is_gaussian ? 1 : double(side * side) / double(side * side - 1);
  const auto covariance = [&](const Tensor& a, const Tensor& b, const Tensor& mean_product) {
    return (window_means(a * b, window) - mean_product) * unbiased;
  };
  constexpr double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
  const Tensor xx = mean_x * mean_x, yy = mean_y * mean_y, xy = mean_x * mean_y;
  const Tensor similarity = (2 * xy + c1) * (2 * covariance(x, y, xy) + c2) /
                            ((xx + yy + c1) * (covariance(x, x, xx) + covariance(y, y, yy) + c2));
  return mean_of_pictures(similarity);
}

}  // namespace kintsugi::train
