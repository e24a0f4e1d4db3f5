#pragma once

#include <array>
#include <string>

#include "kintsugi/graph/layers.h"
#include "kintsugi/words.h"

/// What several networks are made of, beyond the graph room's layers.
namespace kintsugi::nets {

/// A batch norm and an activation, in one order or the other.
enum class NormOrder { kNormAct, kActNorm };

constexpr auto words(NormOrder) {
  return std::to_array<Word<NormOrder>>(
      {{NormOrder::kNormAct, "norm_act"}, {NormOrder::kActNorm, "act_norm"}});
}

enum class Activation { kRelu, kLeakyRelu };  // slope 0.2

constexpr auto words(Activation) {
  return std::to_array<Word<Activation>>(
      {{Activation::kRelu, "relu"}, {Activation::kLeakyRelu, "leaky_relu"}});
}

/// What is around a picture where a kernel reaches over its edge.
enum class Border { kReflect, kZeros };

constexpr auto words(Border) {
  return std::to_array<Word<Border>>({{Border::kReflect, "reflect"}, {Border::kZeros, "zeros"}});
}

/// Any shape; the result has the same.
graph::Value relu6(graph::Builder& b, const graph::Value& x);
graph::Value activate(graph::Builder& b, const graph::Value& x, Activation activation);

/// Batch norm `name` and the activation behind or before it.
graph::Value norm_and_act(graph::Builder& b, const std::string& name, graph::Value x,
                          NormOrder order, Activation activation);

/// The padding with which a layer of odd kernel and stride 1 keeps the size.
int64_t same_padding(const graph::LayerOptions& layer);

/// A transposed convolution k4 s2 p1, which doubles the size: [N, C, H, W] -> [N, channels, 2H,
/// 2W].
graph::LayerOptions doubling(int64_t channels);

/// A convolution with same_padding.
///   x [N, C, H, W];  return  [N, channels, ceil(H/stride), ceil(W/stride)]
graph::Value padded_conv(graph::Builder& b, const std::string& name, const graph::Value& x,
                         graph::LayerOptions layer, Border border);

/// What the features of a gated convolution go through before the gate.
using Gated = graph::Value (graph::Builder::*)(const graph::Value&);

/// Gated convolution (Yu et al. 2019, section 3.1): one convolution whose output is cut into
/// halves, features and gates: act(features) sigmoid(gates).
///   x [N, C, H, W];  return  [N, layer.channels / 2, H', W']
graph::Value gated_conv(graph::Builder& b, const std::string& name, const graph::Value& x,
                        const graph::LayerOptions& layer, Gated act = &graph::Builder::elu);

/// Squeeze-and-excitation (Hu et al. 2017): scales each channel by a gate that two dense layers
/// "squeeze" and "excite" compute from the means of all channels.
///   x [N, C, H, W], as the result
graph::Value squeeze_excite(graph::Builder& b, const std::string& name, const graph::Value& x);

/// Channel-wise fully connected layer (Context Encoders, Pathak et al. 2016, section 3.1): each map
/// has a dense layer without bias of its own; weight `weight` [C, H W, H W], n⁴ a map of n x n.
///   x [N, C, H, W], known H and W, as the result
graph::Value channelwise_linear(graph::Builder& b, const std::string& name, const graph::Value& x);

/// Gives positions in a row their places in a picture again.
///   x  [N, channels, H W];  picture  [N, C, H, W];  return  [N, channels, H, W]
graph::Value unflatten(graph::Builder& b, const graph::Value& x, const graph::Value& picture);

}  // namespace kintsugi::nets
