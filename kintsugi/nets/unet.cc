#include "kintsugi/nets/unet.h"

#include <algorithm>

#include "kintsugi/base/error.h"
#include "kintsugi/graph/field_stack.h"
#include "kintsugi/graph/layers.h"
#include "kintsugi/nets/blocks.h"

namespace kintsugi::nets {
namespace {

// k4 s2 p1: halves height and width, or doubles them.
graph::LayerOptions halving(int64_t channels) {
  return {.channels = channels, .kernel = 4, .stride = 2, .padding = 1};
}

int64_t width_at(const UnetOptions& o, int64_t level) {
  return std::min(o.max_width, o.width << std::min<int64_t>(level, 20));
}

// Convolution, LeakyReLU, batch norm, in report 000's order.
Value down(Builder& b, const Value& x, int64_t channels) {
  return batch_norm(b, "norm", b.leaky_relu(conv(b, "conv", x, halving(channels)), 0.2f));
}

// What lies between a block's input and its output before the join.
//   x       [N, C, H, W]
//   return  [N, C', H, W]
Value block(Builder& b, const Value& x, int64_t level, const UnetOptions& o) {
  const std::string number = std::to_string(level);
  Value inner;
  {
    const auto scope = b.scope("down" + number);
    inner = down(b, x, width_at(o, level));  // [N, C, H, W] -> [N, C', H/2, W/2]
  }
  if (level + 1 == o.depth) {
    inner = channel_fc(b, "cfc", inner);
  } else {
    inner = b.concat({block(b, inner, level + 1, o), inner}, 1);
  }
  const auto scope = b.scope("up" + number);
  if (level == 0) return b.tanh(conv_transpose(b, "conv", inner, halving(3)));
  const Value up = b.relu(conv_transpose(b, "conv", inner, halving(width_at(o, level - 1))));
  return batch_norm(b, "norm", up);
}

}  // namespace

Value unet_generator(Builder& b, const Value& x, const UnetOptions& options) {
  check(options.depth >= 1 && options.depth <= 16, "depth is ", options.depth,
        ", expected 1 to 16");
  for (const size_t axis : {2, 3}) {
    const int64_t extent = b.extent(x, axis);
    check(extent % (int64_t{1} << options.depth) == 0, "the picture is ", b.extent(x, 2), "x",
          b.extent(x, 3), ", expected multiples of ", int64_t{1} << options.depth);
  }
  return block(b, x, 0, options);
}

Value unet_global_discriminator(Builder& b, const Value& input, const UnetOptions& options) {
  const int64_t side = b.extent(input, 2);
  check(side == b.extent(input, 3) && side >= 4 && (side & (side - 1)) == 0, "the picture is ",
        side, "x", b.extent(input, 3), ", expected a square whose side is a power of 2");
  Value x = input;
  int64_t level = 0;
  for (int64_t extent = side; extent > 2; extent /= 2, ++level) {
    const auto scope = b.scope("layer" + std::to_string(level));
    x = down(b, x, width_at(options, level));
  }
  x = conv(b, "layer" + std::to_string(level), x, halving(1));  // [N, C, 2, 2] -> [N, 1, 1, 1]
  return b.flatten(x);
}

Value patch_discriminator(Builder& b, const Value& input, const PatchDiscriminatorOptions& o) {
  const std::vector<int64_t> strides = graph::strides_for_field(o.field, o.kernel);
  Value x = input;
  int64_t channels = o.width;
  for (size_t i = 0; i < strides.size(); ++i) {
    const auto scope = b.scope("layer" + std::to_string(i));
    const bool is_last = i + 1 == strides.size();
    x = conv(b, "conv", x,
             {.channels = is_last ? 1 : channels,
              .kernel = o.kernel,
              .stride = strides[i],
              .padding = (o.kernel - 1) / 2});
    if (!is_last) x = batch_norm(b, "norm", b.leaky_relu(x, 0.2f));
    channels = std::min(2 * channels, o.max_width);
  }
  return x;
}

Value unet_discriminator(Builder& b, const Value& x, const UnetOptions& options,
                         const PatchDiscriminatorOptions& patch) {
  Value whole, patches;
  {
    const auto scope = b.scope("global");
    whole = unet_global_discriminator(b, x, options);
  }
  const auto scope = b.scope("patch");
  patches = b.flatten(patch_discriminator(b, x, patch));
  return b.concat({whole, patches}, 1);
}

}  // namespace kintsugi::nets
