#pragma once

#include <torch/types.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
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

/// Two operands of one operation. Where bf16 features meet a smaller f32 tensor (a mask, a gate, a
/// learned factor), the result is to be bf16 again; where the f32 tensor is as large, it is f32.
std::pair<torch::Tensor, torch::Tensor> harmonized(const torch::Tensor& a, const torch::Tensor& b);

using Tensors = std::vector<torch::Tensor>;

/// What LibTorch does for an operator: a line in its family's table. Nodes of which every input is
/// a description go to the reference interpreter instead, so functions need not know integers.
struct Function {
  std::string_view op;
  Tensors (*run)(const Call&);  // null: the operator makes descriptions alone
  /// Of operators that work on each element of one tensor; `p` and `q` as graph::element_op reads.
  torch::Tensor (*each)(const torch::Tensor& x, float p, float q) = nullptr;
};

/// What is known of an operator, or null.
const Function* find_function(std::string_view op);

/// Families are cut as graph/op_*.cc: each op_*.cc here ends in its table; operators.cc joins them.
std::span<const Function> unary_functions();
std::span<const Function> arithmetic_functions();
std::span<const Function> selection_functions();
std::span<const Function> convolution_functions();
std::span<const Function> pooling_functions();
std::span<const Function> normalization_functions();
std::span<const Function> matrix_functions();
std::span<const Function> reduction_functions();
std::span<const Function> slicing_functions();
std::span<const Function> transpose_functions();
std::span<const Function> reshape_functions();
std::span<const Function> resize_functions();
std::span<const Function> constant_functions();

}  // namespace kintsugi::learn
