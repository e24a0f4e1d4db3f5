#include "kintsugi/learn/feature_losses.h"

#include "kintsugi/error.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

// sum over layers of w_l distance(result_l, truth_l) / L
template <class Distance>
Tensor mean_over_layers(const std::vector<Tensor>& result, const std::vector<Tensor>& truth,
                        const std::vector<double>& weights, Distance distance) {
  check(!result.empty() && result.size() == truth.size(), result.size(), " layers of the result, ",
        truth.size(), " of the truth");
  check(weights.empty() || weights.size() == result.size(), weights.size(), " weights for ",
        result.size(), " layers");
  Tensor sum;
  for (size_t i = 0; i < result.size(); ++i) {
    const Tensor term = distance(result[i], truth[i]) * (weights.empty() ? 1 : weights[i]);
    sum = sum.defined() ? sum + term : term;
  }
  return sum / static_cast<double>(result.size());
}

}  // namespace

Tensor gram_matrix(const Tensor& features) {
  const Tensor rows = features.flatten(2);  // [N, C, H, W] -> [N, C, H W]
  return at::bmm(rows, rows.transpose(1, 2)) / static_cast<double>(rows.size(1) * rows.size(2));
}

Tensor style_loss(const std::vector<Tensor>& result, const std::vector<Tensor>& truth,
                  const std::vector<double>& weights) {
  return mean_over_layers(result, truth, weights, [](const Tensor& a, const Tensor& b) {
    return (gram_matrix(a) - gram_matrix(b)).square().mean().clamp_min(1e-24).sqrt();
  });
}

Tensor feature_loss(const std::vector<Tensor>& result, const std::vector<Tensor>& truth,
                    const std::vector<double>& weights) {
  return mean_over_layers(result, truth, weights,
                          [](const Tensor& a, const Tensor& b) { return (a - b).square().mean(); });
}

Tensor masked_feature_loss(const std::vector<Tensor>& result, const std::vector<Tensor>& truth,
                           const Tensor& mask, const std::vector<double>& weights) {
  return mean_over_layers(result, truth, weights, [&](const Tensor& a, const Tensor& b) {
    const Tensor where = at::adaptive_avg_pool2d(mask, {a.size(2), a.size(3)});
    const Tensor count = where.sum() * a.size(1);
    return ((a - b).square() * where).sum() / count.clamp_min(1e-6);
  });
}

}  // namespace kintsugi::learn
