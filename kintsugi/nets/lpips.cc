#include "kintsugi/nets/lpips.h"

#include "kintsugi/graph/layers.h"
#include "kintsugi/nets/squeezenet.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

namespace {

Value colour(Builder& b, std::vector<float> rgb) {
  return b.constant(Tensor({1, 3, 1, 1}, std::move(rgb)));
}

/// What LPIPS calls its scaling layer, behind 2x - 1.
Value normalized(Builder& b, const Value& x) {
  const Value signed_x = b.add(b.multiply(x, 2), -1);
  return b.divide(b.subtract(signed_x, colour(b, {-.030f, -.088f, -.188f})),
                  colour(b, {.458f, .448f, .450f}));
}

/// Features of length 1 at every position.  [N, C, h, w], as the result
Value unit_length(Builder& b, const Value& features) {
  const Value mean = b.reduce_mean(b.multiply(features, features), {1});  // [N, 1, h, w]
  const Value sum = b.multiply(mean, static_cast<float>(b.extent(features, 1)));
  return b.divide(features, b.add(b.op("Sqrt", {sum}), 1e-10f));
}

}  // namespace

Value lpips_squeeze(Builder& b, Value first, Value second) {
  const Features of_first = squeezenet_features(b, normalized(b, first));
  const Features of_second = squeezenet_features(b, normalized(b, second));
  Value distance;
  for (size_t i = 0; i < of_first.taps.size(); ++i) {
    const Value difference =
        b.subtract(unit_length(b, of_first.taps[i].value), unit_length(b, of_second.taps[i].value));
    const std::string name = "lin" + std::to_string(i) + ".model.1";
    const Value weighted = conv(b, name, b.multiply(difference, difference),
                                {.channels = 1, .kernel = 1, .has_bias = false});  // [N, 1, h, w]
    const Value mean = b.reduce_mean(weighted, {2, 3});                            // [N, 1, 1, 1]
    distance = i == 0 ? mean : b.add(distance, mean);
  }
  return distance;
}

}  // namespace kintsugi::nets
