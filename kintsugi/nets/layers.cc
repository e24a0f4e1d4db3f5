#include "kintsugi/nets/layers.h"

#include <cmath>

namespace kintsugi::nets {

using graph::Builder;
using graph::Init;
using graph::LayerOptions;
using graph::Value;

Value relu6(Builder& b, const Value& x) { return b.clip(x, 0, 6); }

Value activate(Builder& b, const Value& x, Activation activation) {
  return activation == Activation::kRelu ? b.relu(x) : b.leaky_relu(x, 0.2f);
}

Value norm_and_act(Builder& b, const std::string& name, Value x, NormOrder order,
                   Activation activation) {
  if (order == NormOrder::kActNorm) return batch_norm(b, name, activate(b, x, activation));
  return activate(b, batch_norm(b, name, x), activation);
}

int64_t same_padding(const LayerOptions& layer) { return layer.dilation * (layer.kernel - 1) / 2; }

LayerOptions doubling(int64_t channels) {
  return {.channels = channels, .kernel = 4, .stride = 2, .padding = 1};
}

Value padded_conv(Builder& b, const std::string& name, const Value& x, LayerOptions layer,
                  Border border) {
  if (border == Border::kZeros) {
    layer.padding = same_padding(layer);
    return conv(b, name, x, layer);
  }
  return conv(b, name, b.pad(x, graph::Padding::all(same_padding(layer)), "reflect"), layer);
}

Value gated_conv(Builder& b, const std::string& name, const Value& x, const LayerOptions& layer,
                 Gated act) {
  const int64_t half = layer.channels / 2;
  const Value both = conv(b, name, x, layer);
  const Value features = b.slice(both, 1, 0, half), gates = b.slice(both, 1, half, 2 * half);
  return b.multiply((b.*act)(features), b.sigmoid(gates));
}

Value squeeze_excite(Builder& b, const std::string& name, const Value& x) {
  const auto scope = b.scope(name);
  const LayerOptions dense = {.channels = b.extent(x, 1), .kernel = 1};
  Value gate = b.global_average_pool(x);  // [N, C, H, W] -> [N, C, 1, 1]
  gate = b.relu(conv(b, "squeeze", gate, dense));
  gate = b.sigmoid(conv(b, "excite", gate, dense));
  return b.multiply(x, gate);
}

Value channelwise_linear(Builder& b, const std::string& name, const Value& x) {
  const auto scope = b.scope(name);
  const int64_t channels = b.extent(x, 1), positions = b.extent(x, 2) * b.extent(x, 3);
  const Init init = Init::uniform(1 / std::sqrt(static_cast<double>(positions)));
  const Value weight = b.weight("weight", {channels, positions, positions}, init);
  Value y = b.reshape(x, {0, 0, positions});        // [N, C, H, W] -> [N, C, H W]
  y = b.matmul(b.transpose(y, {1, 0, 2}), weight);  // -> [C, N, H W]
  y = b.transpose(y, {1, 0, 2});                    // -> [N, C, H W]
  return unflatten(b, y, x);                        // -> [N, C, H, W]
}

Value unflatten(Builder& b, const Value& x, const Value& picture) {
  const graph::Shape& shape = b.shape(picture);
  const int64_t channels = b.extent(x, 1);
  if (shape[2].is_known() && shape[3].is_known()) {
    return b.reshape(x, {0, channels, shape[2].value(), shape[3].value()});
  }
  const Value size = b.op("Shape", {picture}, {{"start", int64_t{2}}, {"end", int64_t{4}}});
  return b.op("Reshape", {x, b.concat({b.constant(std::vector<int64_t>{0, channels}), size}, 0)});
}

}  // namespace kintsugi::nets
