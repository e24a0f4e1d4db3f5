#include "kintsugi/engine/pointwise_op.h"

#include <limits>

#include "kintsugi/engine/pointwise.h"

namespace kintsugi::engine {
namespace {

using graph::ElementOp;
using graph::Node;
using Kind = graph::ElementKind;

constexpr float kHighest = std::numeric_limits<float>::max();

// What a node does with each element, in the kinds that are computed here.
std::optional<ElementOp> computed_op(const Node& node) {
  std::optional<ElementOp> op = graph::element_op(node);
  if (op && op->kind == Kind::kRelu) op = {Kind::kLeakyRelu, 0};
  if (op && op->kind == Kind::kNegate) op = {Kind::kScale, -1, 0};
  return op && can_apply(op->kind) ? op : std::nullopt;
}

std::optional<ElementOp> cast_op(DataType output_type) {
  if (output_type == DataType::kFloat32) return ElementOp{Kind::kScale, 1, 0};
  if (output_type == DataType::kBool) return ElementOp{Kind::kToBool};
  if (is_floating(output_type)) return std::nullopt;  // f16: rounding is the fallback's
  return ElementOp{Kind::kTruncate};
}

std::optional<ElementOp> clip_op(const Node& node, const ConstantInput& constant) {
  ElementOp op{Kind::kClip, -kHighest, kHighest};
  op.p = node.real("min", op.p);  // operator sets before 11
  op.q = node.real("max", op.q);
  for (const size_t input : {1, 2}) {
    if (!node.has_input(input)) continue;
    const Tensor limit = constant(input);
    if (!limit || limit.size() != 1) return std::nullopt;
    (input == 1 ? op.p : op.q) = limit.to(DataType::kFloat32).values<float>()[0];
  }
  return op;
}

// `number` is on the left (input 0) or on the right (input 1) of the operator.
std::optional<ElementOp> arithmetic_op(std::string_view op, float number, bool is_left) {
  if (op == "Add") return ElementOp{Kind::kScale, 1, number};
  if (op == "Mul") return ElementOp{Kind::kScale, number, 0};
  if (op == "Sub") {
    return is_left ? ElementOp{Kind::kScale, -1, number} : ElementOp{Kind::kScale, 1, -number};
  }
  if (is_left) return std::nullopt;
  if (op == "Div" && number != 0) return ElementOp{Kind::kScale, 1 / number, 0};
  if (op == "Pow" && number == 2) return ElementOp{Kind::kSquare};
  if (op == "Pow" && number == 0.5f) return ElementOp{Kind::kSqrt};
  return std::nullopt;
}

}  // namespace

std::optional<UnaryNode> unary_node(const Node& node, const ConstantInput& constant,
                                    DataType output_type) {
  std::optional<ElementOp> op = computed_op(node);
  if (op && op->kind >= graph::kFirstOfTwo) op.reset();
  if (node.op == "Cast") op = cast_op(output_type);
  if (node.op == "Clip") op = clip_op(node, constant);
  if (op) return UnaryNode{*op, 0};
  if (output_type != DataType::kFloat32 || node.inputs.size() != 2) return std::nullopt;
  for (const size_t input : {0, 1}) {
    const Tensor number = constant(input);
    if (!number || number.size() != 1 || number.type() != DataType::kFloat32) continue;
    op = arithmetic_op(node.op, number.values<float>()[0], input == 0);
    if (op) return UnaryNode{*op, 1 - input};
  }
  return std::nullopt;
}

std::optional<ElementOp> joining_op(const Node& node) {
  const std::optional<ElementOp> op = computed_op(node);
  return op && op->kind >= graph::kFirstOfTwo ? op : std::nullopt;
}

}  // namespace kintsugi::engine
