#include "kintsugi/learn/losses.h"

#include "kintsugi/base/tensor.h"
#include "kintsugi/error.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

void check_alike(const Tensor& result, const Tensor& truth) {
  check(result.sizes() == truth.sizes(), "result is ", to_string(result.sizes().vec()),
        ", truth is ", to_string(truth.sizes().vec()));
}

// The mean of `differences` [N, C, H, W] where `where` [N, 1, H, W] is 1; 0 where that is nowhere.
Tensor mean_over(const Tensor& differences, const Tensor& where) {
  const Tensor count = where.sum() * differences.size(1);
  return (differences * where).sum() / count.clamp_min(1);
}

}  // namespace

Tensor region_mask(const Tensor& mask, Region region) {
  if (region == Region::kHole) return mask;
  return region == Region::kKnown ? 1 - mask : torch::ones_like(mask);
}

Tensor l1_loss(const Tensor& result, const Tensor& truth, const Tensor& mask, Region region) {
  check_alike(result, truth);
  return mean_over((result - truth).abs(), region_mask(mask, region));
}

Tensor mse_loss(const Tensor& result, const Tensor& truth, const Tensor& mask, Region region) {
  check_alike(result, truth);
  return mean_over((result - truth).square(), region_mask(mask, region));
}

Tensor weighted_l1_loss(const Tensor& result, const Tensor& truth, const Tensor& weights) {
  check_alike(result, truth);
  return ((result - truth).abs() * weights).mean();
}

Tensor total_variation(const Tensor& x) {
  check(x.dim() == 4 && x.size(2) > 1 && x.size(3) > 1, "total variation of ",
        to_string(x.sizes().vec()), ", expected [N, C, H, W] of at least 2 x 2 pixels");
  const auto steps = [&](int64_t axis) {
    const int64_t count = x.size(axis) - 1;
    return (x.narrow(axis, 1, count) - x.narrow(axis, 0, count)).abs().mean();
  };
  return steps(2) + steps(3);
}

}  // namespace kintsugi::learn
