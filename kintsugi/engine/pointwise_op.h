#pragma once

#include <functional>
#include <optional>

#include "kintsugi/graph/elementwise.h"

namespace kintsugi::engine {

/// The tensor behind a node's input when it is known before running; absent otherwise.
using ConstantInput = std::function<Tensor(size_t input)>;

/// A node that changes one of its inputs element by element, the others being numbers.
struct UnaryNode {
  graph::ElementOp op;
  size_t input = 0;
};

/// The node as a UnaryNode, or nothing: Relu, Clip with constant limits, x + 3, 1 - x.
std::optional<UnaryNode> unary_node(const graph::Node& node, const ConstantInput& constant,
                                    DataType output_type);

/// What Add, Less, Where and their like do with two operands or three; nothing for other nodes.
std::optional<graph::ElementOp> joining_op(const graph::Node& node);

}  // namespace kintsugi::engine
