#include <cmath>

#include "kintsugi/base/error.h"
#include "kintsugi/nets/gmcnn.h"

namespace kintsugi::nets {
namespace {

// One axis of the blur; both shapes are products of a row and a column. Adds up to 1.
std::vector<float> profile(const ConfidenceMaskOptions& o) {
  std::vector<double> values;
  double sum = 0;
  for (int64_t i = 0; i < o.kernel; ++i) {
    const double distance = static_cast<double>(i - o.kernel / 2) / o.sigma;
    const bool is_gaussian = o.shape == "gaussian";
    values.push_back(
        std::exp(is_gaussian ? -distance * distance / 2 : -std::sqrt(2.0) * std::fabs(distance)));
    sum += values.back();
  }
  std::vector<float> result;
  for (const double value : values) result.push_back(static_cast<float>(value / sum));
  return result;
}

}  // namespace

Value confidence_mask(Builder& b, const Value& mask, const ConfidenceMaskOptions& o) {
  check(o.rounds >= 1 && o.rounds <= 100, "rounds is ", o.rounds, ", expected 1 to 100");
  check(o.kernel >= 1 && o.kernel % 2 == 1 && o.kernel < 10000, "kernel is ", o.kernel,
        ", expected an odd number");
  check(o.sigma > 0, "sigma is ", o.sigma, ", expected more than 0");
  check(o.shape == "gaussian" || o.shape == "laplacian", "shape is '", o.shape,
        "', expected gaussian or laplacian");
  const std::vector<float> line = profile(o);
  const Value column = b.constant(Tensor({1, 1, o.kernel, 1}, line));
  const Value row = b.constant(Tensor({1, 1, 1, o.kernel}, line));
  const int64_t p = o.kernel / 2;
  const Value known = b.subtract(1, mask);
  Value weights;
  for (int64_t i = 0; i < o.rounds; ++i) {
    Value x = i == 0 ? known : b.add(known, weights);
    x = b.op("Conv", {x, column}, {{"pads", std::vector<int64_t>{p, 0, p, 0}}});
    x = b.op("Conv", {x, row}, {{"pads", std::vector<int64_t>{0, p, 0, p}}});
    weights = b.multiply(x, mask);
  }
  return weights;
}

}  // namespace kintsugi::nets
