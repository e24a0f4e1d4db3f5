#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "kintsugi/graph/graph.h"

namespace kintsugi::engine {

/// What one instruction does with each element. `p` and `q` are its numbers.
enum class PointwiseKind : uint8_t {
  // One operand, x.
  kAbs,
  kCeil,
  kClip,  // to [p, q]
  kCos,
  kElu,  // p (exp(x) - 1) below 0
  kErf,
  kExp,
  kFloor,
  kHardSigmoid,  // clip(p x + q, 0, 1)
  kHardSwish,
  kLeakyRelu,  // p x below 0
  kLog,
  kNot,
  kReciprocal,
  kRound,
  kScale,  // p x + q
  kSelu,   // q x above 0, q p (exp(x) - 1) below
  kSigmoid,
  kSign,
  kSin,
  kSoftplus,
  kSoftsign,
  kSqrt,
  kSquare,
  kTanh,
  kToBool,
  kTruncate,
  // Two operands.
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kPower,
  kMinimum,
  kMaximum,
  kEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kAnd,
  kOr,
  kXor,
  kPRelu,  // the second operand is the slope
  // Three operands c, a, b: a where c is not 0, else b.
  kWhere,
};

struct PointwiseOp {
  PointwiseKind kind;
  float p = 0, q = 0;

  bool operator==(const PointwiseOp&) const = default;
};

/// The tensor behind a node's input when it is known before running; absent otherwise.
using ConstantInput = std::function<Tensor(size_t input)>;

/// A node that changes one of its inputs element by element, the others being numbers.
struct UnaryNode {
  PointwiseOp op;
  size_t input = 0;
};

/// The node as a UnaryNode, or nothing: Relu, Clip with constant limits, x + 3, 1 - x.
std::optional<UnaryNode> unary_node(const graph::Node& node, const ConstantInput& constant,
                                    DataType output_type);

/// The operation of Add, Less, Where and their like.
std::optional<PointwiseKind> operation_of(const graph::Node& node);

}  // namespace kintsugi::engine
