#pragma once

#include <string>

#include "kintsugi/graph/layers.h"

/// Parts that several networks share.
namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

/// Channel-wise fully connected layer (Pathak et al. 2016): every map of n = h*w positions has its
/// own n*n weights, none across maps. Weight `weight` [C, n, n].
///   x       [N, C, h, w]  h and w known
///   return  [N, C, h, w]
Value channel_fc(Builder& b, const std::string& name, const Value& x);

/// Squeeze and excitation (Hu et al. 2018): channels scaled by a sigmoid of their means. Layers
/// `fc1` and `fc2`, as wide as x.
///   x, return  [N, C, H, W]
Value squeeze_excitation(Builder& b, const std::string& name, const Value& x);

/// What self_attention gives.
struct Attention {
  Value result;  // [N, C, H, W]
  Value map;     // [N, H*W, H*W]  row: a position of the result; its entries add up to 1
};

/// Self-attention of SAGAN (Zhang et al. 2018): 1x1 convolutions `query`, `key` to C/8 and `value`
/// to C; result = gamma * attended + x with `gamma` learned from 0.
Attention self_attention(Builder& b, const std::string& name, const Value& x);

}  // namespace kintsugi::nets
