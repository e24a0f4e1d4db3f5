#include "kintsugi/nets/confidence.h"

#include <cmath>
#include <numeric>
#include <vector>

#include "kintsugi/error.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

namespace {

/// One axis of the kernel, with sum 1. Both kernels are products of a function of x and one of y.
std::vector<float> profile(const ConfidenceOptions& options) {
  std::vector<double> weights;
  for (int64_t i = 0; i < options.size; ++i) {
    const double r = std::abs(static_cast<double>(i - options.size / 2)) / options.scale;
    weights.push_back(std::exp(options.kernel == BlurKernel::kGaussian ? -r * r / 2 : -r));
  }
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<float> result;
  for (double weight : weights) result.push_back(static_cast<float>(weight / sum));
  return result;
}

}  // namespace

Value confidence_mask(Builder& b, Value mask, const ConfidenceOptions& options) {
  check(options.size > 0 && options.size % 2 == 1, "size is ", options.size,
        ", expected an odd number");
  check(options.rounds > 0, "rounds is ", options.rounds, ", expected at least 1");
  const int64_t size = options.size, border = size / 2;
  const Value column = b.constant(Tensor({1, 1, size, 1}, profile(options)));
  const Value row = b.constant(Tensor({1, 1, 1, size}, profile(options)));
  const Value known = b.subtract(1, mask);  // [N, 1, H, W]
  Value result;
  for (int64_t round = 0; round < options.rounds; ++round) {
    Value x = round == 0 ? known : b.add(known, result);
    x = b.op("Conv", {x, column}, {{"pads", std::vector<int64_t>{border, 0, border, 0}}});
    x = b.op("Conv", {x, row}, {{"pads", std::vector<int64_t>{0, border, 0, border}}});
    result = b.multiply(x, mask);
  }
  return result;
}

std::vector<Network> ConfidenceFamily::networks() {
  return {
      {"confidence-mask", "weights of GMCNN's reconstruction loss in the hole", [](uint64_t seed) {
         Builder b("confidence-mask", seed);
         return finish(b, confidence_mask(b, pictures(b, "mask", 1)));
       }}};
}

}  // namespace kintsugi::nets
