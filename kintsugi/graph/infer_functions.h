#pragma once

#include "kintsugi/graph/operators.h"

/// Shape inference of the operators, by family; operators.cc lists which operator uses which.
namespace kintsugi::graph::infer_functions {

using Infos = std::vector<ValueInfo>;

/// The broadcast of two shapes by NumPy's rule. Errors name the node.
Shape broadcast(const Operands& in, const Shape& a, const Shape& b);

// elementwise: infer_elementwise.cc
Infos same(const Operands& in);        // one input, or weights beside it that broadcast to it
Infos arithmetic(const Operands& in);  // any number of inputs, broadcast
Infos comparison(const Operands& in);
Infos where(const Operands& in);
Infos cast(const Operands& in);
Infos dropout(const Operands& in);

// convolution and pooling: infer_convolution.cc
Infos conv(const Operands& in);
Infos conv_transpose(const Operands& in);
Infos pool(const Operands& in);
Infos global_pool(const Operands& in);
Infos normalization(const Operands& in);

// matrix products and reductions: infer_matrix.cc
Infos gemm(const Operands& in);
Infos matmul(const Operands& in);
Infos reduce(const Operands& in);
Infos arg_reduce(const Operands& in);

// operators that only move elements: infer_movement.cc
Infos concat(const Operands& in);
Infos split(const Operands& in);
Infos slice(const Operands& in);
Infos gather(const Operands& in);
Infos transpose(const Operands& in);
Infos expand(const Operands& in);
Infos tile(const Operands& in);
Infos depth_to_space(const Operands& in);
Infos space_to_depth(const Operands& in);

// other extents for the same elements, and constants: infer_reshape.cc
Infos reshape(const Operands& in);
Infos flatten(const Operands& in);
Infos squeeze(const Operands& in);
Infos unsqueeze(const Operands& in);
Infos shape(const Operands& in);
Infos size(const Operands& in);
Infos constant(const Operands& in);
Infos constant_of_shape(const Operands& in);
Infos range(const Operands& in);

// other extents for a picture: infer_resize.cc
Infos pad(const Operands& in);
Infos resize(const Operands& in);

/// The elements of a node's only output as expressions, where all of the inputs' are known:
/// infer_elements.cc.
std::optional<std::vector<Dim>> elements(const Operands& in, const ValueInfo& output);

}  // namespace kintsugi::graph::infer_functions
