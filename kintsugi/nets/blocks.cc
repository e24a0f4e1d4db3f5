#include "kintsugi/nets/blocks.h"

#include <cmath>

namespace kintsugi::nets {

using graph::Init;

Value channel_fc(Builder& b, const std::string& name, const Value& x) {
  const auto scope = b.scope(name);
  const int64_t channels = b.extent(x, 1), height = b.extent(x, 2), width = b.extent(x, 3);
  const int64_t n = height * width;
  const Init init = Init::uniform(1 / std::sqrt(static_cast<double>(n)));
  const Value weight = b.weight("weight", {channels, n, n}, init);
  Value y = b.reshape(x, {0, channels, n});  // [N, C, h, w] -> [N, C, n]
  y = b.transpose(y, {1, 0, 2});             // [N, C, n] -> [C, N, n]: one product per map
  y = b.matmul(y, weight);
  y = b.transpose(y, {1, 0, 2});  // [C, N, n] -> [N, C, n]
  return b.reshape(y, {0, channels, height, width});
}

Value squeeze_excitation(Builder& b, const std::string& name, const Value& x) {
  const auto scope = b.scope(name);
  const int64_t channels = b.extent(x, 1);
  Value scale = b.global_average_pool(x);  // [N, C, H, W] -> [N, C, 1, 1]
  scale = b.relu(conv(b, "fc1", scale, {.channels = channels, .kernel = 1}));
  scale = b.sigmoid(conv(b, "fc2", scale, {.channels = channels, .kernel = 1}));
  return b.multiply(x, scale);
}

Attention self_attention(Builder& b, const std::string& name, const Value& x) {
  const auto scope = b.scope(name);
  const int64_t channels = b.extent(x, 1), narrow = std::max<int64_t>(1, channels / 8);
  const auto flat = [&](const std::string& layer, int64_t width) {
    return b.reshape(conv(b, layer, x, {.channels = width, .kernel = 1}), {0, width, -1});
  };
  const Value query = b.transpose(flat("query", narrow), {0, 2, 1});      // [N, HW, C/8]
  const Value map = b.softmax(b.matmul(query, flat("key", narrow)), -1);  // [N, HW, HW]
  const Value values = b.transpose(flat("value", channels), {0, 2, 1});   // [N, HW, C]
  Value attended = b.transpose(b.matmul(map, values), {0, 2, 1});         // [N, C, HW]
  attended = b.op("Reshape", {attended, b.op("Shape", {x})});             // [N, C, H, W]
  const Value gamma = b.weight("gamma", {1}, Init::zeros());
  return {b.add(b.multiply(attended, gamma), x), map};
}

}  // namespace kintsugi::nets
