#include "kintsugi/nets/mobilenet_v2.h"

#include "kintsugi/nets/layers.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

namespace {

/// Row of table 2: `repeats` blocks that expand by `expansion`, the first with stride `stride`.
struct Row {
  int64_t expansion, channels, repeats, stride;
};
constexpr Row kTable2[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                           {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};

/// Inverted residual (figure 4d): widen, filter each channel by itself, narrow without activation.
///   x  [N, C, H, W];  return  [N, row.channels, H/stride, W/stride]
Value bottleneck(Builder& b, const std::string& name, Value x, const Row& row, int64_t stride) {
  const int64_t from = b.extent(x, 1), wide = row.expansion * from;
  int number = 0;
  const auto next = [&] { return name + ".conv." + std::to_string(number++); };
  Value y = x;
  if (row.expansion != 1) y = relu6(b, conv(b, next() + ".0", y, {.channels = wide, .kernel = 1}));
  y = relu6(
      b, conv(b, next() + ".0", y,
              {.channels = wide, .kernel = 3, .stride = stride, .groups = wide, .is_same = true}));
  y = conv(b, next(), y, {.channels = row.channels, .kernel = 1});
  return stride == 1 && from == row.channels ? b.add(x, y) : y;
}

}  // namespace

MobileNetResult mobilenet_v2(Builder& b, Value x) {
  x = relu6(
      b, conv(b, "features.0.0", x, {.channels = 32, .kernel = 3, .stride = 2, .is_same = true}));
  int number = 1;
  for (const Row& row : kTable2) {
    for (int64_t i = 0; i < row.repeats; ++i) {
      const std::string name = "features." + std::to_string(number++);
      x = bottleneck(b, name, x, row, i == 0 ? row.stride : 1);
    }
  }  // [N, 3, 224, 224] -> [N, 320, 7, 7]
  x = relu6(b, conv(b, "features.18.0", x, {.channels = 1280, .kernel = 1}));
  const Value features = b.flatten(b.global_average_pool(x));  // [N, 1280, 7, 7] -> [N, 1280]
  return {.features = features, .logits = linear(b, "classifier.1", features, 1001)};
}

std::vector<Network> MobilenetV2Family::networks() {
  return {{"mobilenet-v2", "MobileNetV2, pooled features and classifier", [](uint64_t seed) {
             Builder b("mobilenet-v2", seed);
             const MobileNetResult result = mobilenet_v2(b, pictures(b, "x", 3));
             b.output("features", result.features);
             return finish(b, result.logits);
           }}};
}

}  // namespace kintsugi::nets
