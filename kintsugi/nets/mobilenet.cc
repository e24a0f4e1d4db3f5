#include "kintsugi/nets/mobilenet.h"

#include "kintsugi/graph/layers.h"

namespace kintsugi::nets {
namespace {

Value relu6(Builder& b, const Value& x) { return b.clip(x, 0, 6); }

// Expand by 1x1, filter each channel on its own, project by 1x1; added to x where sizes agree.
Value inverted_residual(Builder& b, const Value& x, int64_t channels, int64_t stride,
                        int64_t expansion) {
  const int64_t inputs = b.extent(x, 1), wide = inputs * expansion;
  int number = 0;
  Value y = x;
  const auto name = [&](const char* end) { return "conv." + std::to_string(number++) + end; };
  if (expansion > 1) y = relu6(b, conv(b, name(".0"), y, {.channels = wide, .kernel = 1}));
  y = relu6(b, conv(b, name(".0"), y,
                    {.channels = wide, .stride = stride, .groups = wide, .is_same = true}));
  y = conv(b, name(""), y, {.channels = channels, .kernel = 1});
  return stride == 1 && inputs == channels ? b.add(x, y) : y;
}

}  // namespace

MobileNet mobilenet_v2(Builder& b, const Value& input) {
  struct Stage {
    int64_t expansion, channels, blocks, stride;
  };
  constexpr Stage kStages[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                               {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};  // table 2
  Value x =
      relu6(b, conv(b, "features.0.0", input, {.channels = 32, .stride = 2, .is_same = true}));
  int number = 1;
  for (const Stage& stage : kStages) {
    for (int64_t i = 0; i < stage.blocks; ++i) {
      const auto scope = b.scope("features." + std::to_string(number++));
      x = inverted_residual(b, x, stage.channels, i == 0 ? stage.stride : 1, stage.expansion);
    }
  }
  x = relu6(b, conv(b, "features.18.0", x, {.channels = 1280, .kernel = 1}));
  const Value pooled = b.flatten(b.global_average_pool(x));  // [N, 1280, h, w] -> [N, 1280]
  return {pooled, linear(b, "classifier.1", pooled, 1001)};
}

}  // namespace kintsugi::nets
