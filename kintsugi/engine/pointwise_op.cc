#include "kintsugi/engine/pointwise_op.h"

#include <cmath>
#include <limits>
#include <map>

namespace kintsugi::engine {
namespace {

using Kind = PointwiseKind;
using graph::Node;

constexpr float kHighest = std::numeric_limits<float>::max();

// Operators whose only numbers are attributes, with ONNX's defaults.
std::optional<PointwiseOp> attribute_op(const Node& node) {
  static const std::map<std::string_view, Kind> plain = {
      {"Abs", Kind::kAbs},
      {"Ceil", Kind::kCeil},
      {"Cos", Kind::kCos},
      {"Erf", Kind::kErf},
      {"Exp", Kind::kExp},
      {"Floor", Kind::kFloor},
      {"HardSwish", Kind::kHardSwish},
      {"Log", Kind::kLog},
      {"Not", Kind::kNot},
      {"Reciprocal", Kind::kReciprocal},
      {"Relu", Kind::kLeakyRelu},
      {"Round", Kind::kRound},
      {"Sigmoid", Kind::kSigmoid},
      {"Sign", Kind::kSign},
      {"Sin", Kind::kSin},
      {"Softplus", Kind::kSoftplus},
      {"Softsign", Kind::kSoftsign},
      {"Sqrt", Kind::kSqrt},
      {"Tanh", Kind::kTanh},
  };
  if (const auto found = plain.find(node.op); found != plain.end())
    return PointwiseOp{found->second};
  if (node.op == "Neg") return PointwiseOp{Kind::kScale, -1, 0};
  if (node.op == "LeakyRelu") return PointwiseOp{Kind::kLeakyRelu, node.real("alpha", 0.01f)};
  if (node.op == "Elu") return PointwiseOp{Kind::kElu, node.real("alpha", 1)};
  if (node.op == "Selu") {
    return PointwiseOp{Kind::kSelu, node.real("alpha", 1.67326319f),
                       node.real("gamma", 1.05070098f)};
  }
  if (node.op == "HardSigmoid") {
    return PointwiseOp{Kind::kHardSigmoid, node.real("alpha", 0.2f), node.real("beta", 0.5f)};
  }
  return std::nullopt;
}

std::optional<PointwiseOp> cast_op(DataType output_type) {
  if (output_type == DataType::kFloat32) return PointwiseOp{Kind::kScale, 1, 0};
  if (output_type == DataType::kBool) return PointwiseOp{Kind::kToBool};
  if (is_floating(output_type)) return std::nullopt;  // f16: rounding is the fallback's
  return PointwiseOp{Kind::kTruncate};
}

std::optional<PointwiseOp> clip_op(const Node& node, const ConstantInput& constant) {
  PointwiseOp op{Kind::kClip, -kHighest, kHighest};
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
std::optional<PointwiseOp> arithmetic_op(std::string_view op, float number, bool is_left) {
  if (op == "Add") return PointwiseOp{Kind::kScale, 1, number};
  if (op == "Mul") return PointwiseOp{Kind::kScale, number, 0};
  if (op == "Sub") {
    return is_left ? PointwiseOp{Kind::kScale, -1, number} : PointwiseOp{Kind::kScale, 1, -number};
  }
  if (is_left) return std::nullopt;
  if (op == "Div" && number != 0) return PointwiseOp{Kind::kScale, 1 / number, 0};
  if (op == "Pow" && number == 2) return PointwiseOp{Kind::kSquare};
  if (op == "Pow" && number == 0.5f) return PointwiseOp{Kind::kSqrt};
  return std::nullopt;
}

}  // namespace

std::optional<UnaryNode> unary_node(const Node& node, const ConstantInput& constant,
                                    DataType output_type) {
  std::optional<PointwiseOp> op = attribute_op(node);
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

std::optional<PointwiseKind> operation_of(const Node& node) {
  static const std::map<std::string_view, Kind> kinds = {
      {"Add", Kind::kAdd},
      {"Sum", Kind::kAdd},
      {"Sub", Kind::kSubtract},
      {"Mul", Kind::kMultiply},
      {"Div", Kind::kDivide},
      {"Pow", Kind::kPower},
      {"Min", Kind::kMinimum},
      {"Max", Kind::kMaximum},
      {"Equal", Kind::kEqual},
      {"Less", Kind::kLess},
      {"LessOrEqual", Kind::kLessOrEqual},
      {"Greater", Kind::kGreater},
      {"GreaterOrEqual", Kind::kGreaterOrEqual},
      {"And", Kind::kAnd},
      {"Or", Kind::kOr},
      {"Xor", Kind::kXor},
      {"PRelu", Kind::kPRelu},
      {"Where", Kind::kWhere},
  };
  const auto found = kinds.find(node.op);
  if (found == kinds.end()) return std::nullopt;
  return found->second;
}

}  // namespace kintsugi::engine
