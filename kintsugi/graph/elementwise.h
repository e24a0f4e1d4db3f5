#pragma once

#include <cstdint>
#include <optional>

#include "kintsugi/graph/graph.h"

namespace kintsugi::graph {

/// What is done with each element: the operators' functions, and what engines make of nodes whose
/// other operands are numbers. `p` and `q` are an ElementOp's numbers.
enum class ElementKind : uint8_t {
  kNone,  // of an operator that has no name here: who does not know it runs its kernel
  // One operand, x.
  kAbs,
  kCeil,
  kCelu,  // p (exp(x / p) - 1) below 0
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
  kNegate,
  kNot,
  kReciprocal,
  kRelu,
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
  kModulo,  // p: as C's fmod, with the sign of the first operand
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

/// Kinds from this one on take two operands; kWhere takes three.
inline constexpr ElementKind kFirstOfTwo = ElementKind::kAdd;

struct ElementOp {
  ElementKind kind = ElementKind::kNone;
  float p = 0, q = 0;

  bool operator==(const ElementOp&) const = default;
};

/// What a node does with each element, its attributes read with ONNX's defaults; nothing where its
/// operator is none that works element by element, or one whose numbers are inputs, such as Clip.
std::optional<ElementOp> element_op(const Node& node);

}  // namespace kintsugi::graph
