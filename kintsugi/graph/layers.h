#pragma once

#include <optional>

#include "kintsugi/graph/builder.h"

/// Layers: operators together with the weights they own, under PyTorch's names (`conv1.weight`,
/// `conv1.bias`). A layer called "" has its weights directly in the scope.
///
/// Under Builder::spectral_norm the weights of conv, conv_transpose and linear are divided by their
/// largest singular value (Miyato et al. 2018), so that no layer makes differences larger. It is
/// |Wᵀu|, u being the buffer `weight_u` [channels, 1], which one round of power iteration in each
/// pass of training keeps at W's first left singular vector (algorithm 1). Its gradient by W is u
/// vᵀ, v = Wᵀu / |Wᵀu|: the paper's, with u and v as constants.
namespace kintsugi::graph {

struct LayerOptions {
  int64_t channels = 0;  // that come out
  int64_t kernel = 3;
  int64_t stride = 1;
  int64_t padding = 0;
  int64_t dilation = 1;
  int64_t groups = 1;
  bool is_same = false;  // padding as in TensorFlow's "SAME"
  bool has_bias = true;
  std::optional<Init> init = {};  // default: LibTorch's, uniform with bound 1/sqrt(fan in)
};

/// [N, C, H, W] -> [N, channels, H', W']; weights `weight` [channels, C/groups, kernel, kernel] and
/// `bias` [channels].
Value conv(Builder& b, const std::string& name, const Value& x, const LayerOptions& options);

/// [N, C, H, W] -> [N, channels, H', W']; weights `weight` [C, channels/groups, kernel, kernel] and
/// `bias` [channels]. A k4 s2 p1 layer doubles height and width.
Value conv_transpose(Builder& b, const std::string& name, const Value& x,
                     const LayerOptions& options);

/// Weights `weight`, `bias`, and the statistics `running_mean` and `running_var` [C].
Value batch_norm(Builder& b, const std::string& name, const Value& x, float epsilon = 1e-5f);

/// [N, C] -> [N, channels]; weights `weight` [channels, C] and `bias` [channels].
Value linear(Builder& b, const std::string& name, const Value& x, int64_t channels);

/// One slope for all channels, or one per channel: weight `weight` [1] or [C].
Value prelu(Builder& b, const std::string& name, const Value& x, bool is_per_channel = false);

}  // namespace kintsugi::graph
