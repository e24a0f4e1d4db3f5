#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "kintsugi/graph/graph.h"
#include "kintsugi/learn/graph_module.h"

namespace kintsugi::learn {

/// What all nodes of one forward pass share.
struct Pass {
  bool is_training = false;
  bool updates_statistics = true;
  Precision precision = Precision::kF32;
  uint64_t dropout_seed = 0;
};

/// A node ready to run: what an operator's function sees. Pictures, features and weights are
/// floating tensors on the module's device; numbers that describe (axes, sizes, indices) are int64
/// on the CPU. An input that is left out is an undefined tensor.
struct Call {
  const graph::Node& node;
  const std::vector<torch::Tensor>& inputs;
  const Pass& pass;

  bool has(size_t index) const { return index < inputs.size() && inputs[index].defined(); }
  const torch::Tensor& operator[](size_t index) const { return inputs.at(index); }
  /// The integers of an input.
  std::vector<int64_t> list(size_t index) const;
  /// The only number of an input.
  double number(size_t index) const;
  /// An axis counted from the front.
  int64_t axis(int64_t given) const { return given < 0 ? given + inputs[0].dim() : given; }

  /// A tensor as convolutions and matrix products compute with it: bf16 in mixed precision.
  torch::Tensor low(const torch::Tensor& x) const;
  /// What they gave. Pictures, masks and judgements, of which there are few channels, go on as
  /// f32: a bf16 in [0.5, 1) has only the steps of an 8-bit pixel.
  torch::Tensor result(const torch::Tensor& x, int64_t channels) const;
};

/// f32 for bf16, anything else as it is.
torch::Tensor widened(const torch::Tensor& x);

using Tensors = std::vector<torch::Tensor>;
using Function = Tensors (*)(const Call&);

/// The function of an operator, or null: the one list is in operators.cc.
Function find_function(std::string_view op);

/// LibTorch's side of the operators, by family as in graph/kernels.h. Nodes of which every input
/// is a description go to the reference interpreter instead, so these need not know integers.
namespace functions {

// elementwise.cc
Tensors unary(const Call& call);
Tensors binary(const Call& call);
Tensors compare(const Call& call);
Tensors clip(const Call& call);
Tensors prelu(const Call& call);
Tensors where(const Call& call);
Tensors softmax(const Call& call);
Tensors cast(const Call& call);
Tensors identity(const Call& call);
Tensors dropout(const Call& call);

// convolve.cc
Tensors conv(const Call& call);
Tensors conv_transpose(const Call& call);

// pool.cc
Tensors pool(const Call& call);
Tensors global_pool(const Call& call);

// normalize.cc
Tensors batch_norm(const Call& call);
Tensors instance_norm(const Call& call);
Tensors layer_norm(const Call& call);

// matrix.cc
Tensors gemm(const Call& call);
Tensors matmul(const Call& call);
Tensors reduce(const Call& call);

// movement.cc
Tensors concat(const Call& call);
Tensors split(const Call& call);
Tensors slice(const Call& call);
Tensors gather(const Call& call);
Tensors transpose(const Call& call);
Tensors expand(const Call& call);
Tensors tile(const Call& call);
Tensors depth_to_space(const Call& call);
Tensors space_to_depth(const Call& call);
Tensors reshape(const Call& call);
Tensors flatten(const Call& call);
Tensors squeeze(const Call& call);
Tensors unsqueeze(const Call& call);
Tensors shape(const Call& call);
Tensors size(const Call& call);

// resample.cc
Tensors pad(const Call& call);
Tensors resize(const Call& call);

}  // namespace functions
}  // namespace kintsugi::learn
