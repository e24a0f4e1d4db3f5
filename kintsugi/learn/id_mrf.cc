#include "kintsugi/learn/id_mrf.h"

#include <numeric>
#include <utility>
#include <vector>

#include "kintsugi/error.h"
#include "kintsugi/base/random.h"
#include "kintsugi/base/tensor.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

// `wanted` of the numbers 0..count-1, each at most once (Fisher and Yates).
Tensor drawn(int64_t count, int64_t wanted, uint64_t seed) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  Random random(seed);
  for (int64_t i = 0; i < wanted; ++i) {
    const auto other = i + static_cast<int64_t>(random.uniform() * static_cast<double>(count - i));
    std::swap(order[static_cast<size_t>(i)], order[static_cast<size_t>(other)]);
  }
  order.resize(static_cast<size_t>(wanted));
  return torch::tensor(order, torch::kInt64);
}

// [N, C, P] of length 1 at each position.
Tensor normalized(const Tensor& features) {
  return features / features.square().sum(1, true).sqrt().clamp_min(1e-12);
}

}  // namespace

Tensor id_mrf_loss(const Tensor& result, const Tensor& truth, const IdMrfOptions& options) {
  check(result.sizes() == truth.sizes() && result.dim() == 4, "result is ",
        to_string(result.sizes().vec()), ", truth is ", to_string(truth.sizes().vec()),
        ", expected [N, C, H, W] of both");
  const Tensor target = truth.detach();
  const Tensor mean = target.mean(1, true);  // [N, 1, H, W]
  Tensor v = (result - mean).flatten(2);     // [N, C, H, W] -> [N, C, P]
  Tensor s = (target - mean).flatten(2);
  if (v.size(2) > options.max_positions) {
    const Tensor at = drawn(v.size(2), options.max_positions, options.seed).to(v.device());
    v = v.index_select(2, at);
    s = s.index_select(2, at);
  }
  const Tensor cosine = at::bmm(normalized(s).transpose(1, 2), normalized(v));  // [N, S, V]
  const Tensor distance = (1 - cosine) / 2;
  const Tensor relative = distance / (at::amin(distance, 1, true) + options.epsilon);
  const Tensor similarity = at::softmax((1 - relative) / options.bandwidth, 1);
  return -at::amax(similarity, 2).mean(1).log().sum();  // [N, S, V] -> [N, S] -> [N] -> one
}

}  // namespace kintsugi::learn
