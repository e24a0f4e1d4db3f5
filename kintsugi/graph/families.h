#pragma once

#include <span>

#include "kintsugi/graph/operators.h"

/// Operators come in families: each op_*.cc holds the shape inference and the reference kernels of
/// one and ends in its table; operators.cc joins the tables. Here is what families share.
namespace kintsugi::graph {

using Infos = std::vector<ValueInfo>;
using Tensors = std::vector<Tensor>;

inline constexpr size_t kAnyNumber = 1000;  // of inputs

/// The broadcast of two shapes by NumPy's rule. Errors name the node.
Shape broadcast(const Operands& in, const Shape& a, const Shape& b);
/// The broadcast of all inputs that are there.
Shape broadcast_shape(const Operands& in);
/// The shape of a result of which nothing but the rank is known. Errors: a rank above 16.
Shape unknown_shape(const Operands& in, int64_t rank);
/// The result has the type and the shape of input 0.
Infos infer_same(const Operands& in);

/// The elements of a value as expressions, where they are known. A float constant that is a whole
/// number, such as the 2.0 of `H * 2.0`, counts as an integer.
std::optional<Elements> elements_of(const ValueInfo& info);
/// The ElementsFunction of operators that hand on what input 0 holds.
std::optional<Elements> same_elements(const Operands& in, const ValueInfo& output);

/// The kernel of operators that keep the elements and their order: Cast, Reshape …
Tensors run_identity(const KernelCall& call);

std::span<const Operator> unary_operators();
std::span<const Operator> arithmetic_operators();
std::span<const Operator> selection_operators();
std::span<const Operator> convolution_operators();
std::span<const Operator> pooling_operators();
std::span<const Operator> normalization_operators();
std::span<const Operator> matrix_operators();
std::span<const Operator> reduction_operators();
std::span<const Operator> slicing_operators();
std::span<const Operator> transpose_operators();
std::span<const Operator> reshape_operators();
std::span<const Operator> resize_operators();
std::span<const Operator> constant_operators();

}  // namespace kintsugi::graph
