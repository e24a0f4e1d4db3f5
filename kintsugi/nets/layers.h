#pragma once

#include <string>
#include <vector>

#include "kintsugi/graph/layers.h"

/// What several networks are made of, beyond the graph room's layers.
namespace kintsugi::nets {

/// Throws an Error that names `option` unless `found` is one of `known`.
void expect_one_of(const char* option, const std::string& found,
                   const std::vector<std::string>& known);

/// A batch norm and an activation, in one order or the other.
enum class NormOrder { kNormAct, kActNorm };

/// "norm_act" or "act_norm". Errors: another word.
NormOrder norm_order(const std::string& name);

/// Any shape; the result has the same.
using Activation = graph::Value (*)(graph::Builder& b, const graph::Value& x);
graph::Value relu(graph::Builder& b, const graph::Value& x);
graph::Value relu6(graph::Builder& b, const graph::Value& x);
graph::Value leaky_relu(graph::Builder& b, const graph::Value& x);  // slope 0.2

/// "relu" or "leaky_relu". Errors: another word.
Activation activation(const std::string& name);

/// Batch norm `name` and `act` behind or before it.
graph::Value norm_and_act(graph::Builder& b, const std::string& name, graph::Value x,
                          NormOrder order, Activation act);

/// The padding with which a layer of odd kernel and stride 1 keeps the size.
int64_t same_padding(const graph::LayerOptions& layer);

/// A transposed convolution k4 s2 p1, which doubles the size: [N, C, H, W] -> [N, channels, 2H,
/// 2W].
graph::LayerOptions doubling(int64_t channels);

/// A convolution with same_padding, which is "reflect" or "zeros".
///   x [N, C, H, W];  return  [N, channels, ceil(H/stride), ceil(W/stride)]
graph::Value padded_conv(graph::Builder& b, const std::string& name, const graph::Value& x,
                         graph::LayerOptions layer, const std::string& padding);

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
