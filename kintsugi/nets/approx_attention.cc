#include "kintsugi/nets/approx_attention.h"

#include "kintsugi/graph/layers.h"

namespace kintsugi::nets {

Value approx_net(Builder& b, const Value& x, const ApproxNetOptions& o) {
  const int64_t channels = b.extent(x, 1), height = b.extent(x, 2), width = b.extent(x, 3);
  Value y = b.flatten(x);  // [N, 3, 64, 64] -> [N, 12288]
  y = b.dropout(b.relu(linear(b, "fc1", y, o.width)), o.dropout);
  y = b.dropout(b.relu(linear(b, "fc2", y, o.width)), o.dropout);
  y = b.sigmoid(linear(b, "fc3", y, channels * height * width));
  return b.reshape(y, {0, channels, height, width});
}

Attention attention_generator(Builder& b, const Value& input, const AttentionGeneratorOptions& o) {
  const int64_t w = o.width;
  const auto layer = [&](const std::string& number, const Value& x, graph::LayerOptions options) {
    options.padding = (options.kernel - 1) / 2;
    return b.relu(batch_norm(b, "bn" + number, conv(b, "conv" + number, x, options)));
  };
  const auto twice = [&](const std::string& number, const Value& x, int64_t channels) {
    const graph::LayerOptions options{.channels = channels, .kernel = 4, .stride = 2, .padding = 1};
    return b.relu(batch_norm(b, "bn" + number, conv_transpose(b, "deconv" + number, x, options)));
  };
  Value x = layer("1", input, {.channels = w, .kernel = 5});
  x = layer("2", x, {.channels = 2 * w, .stride = 2});  // [N, 64, H, W] -> [N, 128, H/2, W/2]
  x = self_attention(b, "attention1", x).result;
  x = layer("3", x, {.channels = 4 * w, .stride = 2});  // -> [N, 256, H/4, W/4]
  x = layer("4", x, {.channels = 4 * w});
  const Attention coarse = self_attention(b, "attention2", x);
  x = layer("5", coarse.result, {.channels = 4 * w});
  x = twice("6", x, 2 * w);  // -> [N, 128, H/2, W/2]
  x = twice("7", x, w);      // -> [N, 64, H, W]
  return {b.sigmoid(conv(b, "conv8", x, {.channels = 3, .padding = 1})), coarse.map};
}

Value attention_discriminator(Builder& b, const Value& input, const AttentionGeneratorOptions& o) {
  Value x = input;
  for (const int64_t level : {1, 2, 3, 4}) {
    x = conv(b, "conv" + std::to_string(level), x,
             {.channels = o.width << (level - 1), .kernel = 5, .stride = 2, .padding = 2});
    x = b.leaky_relu(x, 0.2f);  // [N, C, H, W] -> [N, 2C, H/2, W/2]
  }
  x = b.leaky_relu(linear(b, "fc1", b.flatten(x), 4 * o.width), 0.2f);
  return b.sigmoid(linear(b, "fc2", x, 1));
}

}  // namespace kintsugi::nets
