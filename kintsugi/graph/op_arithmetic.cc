#include <algorithm>
#include <cassert>
#include <cmath>

#include "kintsugi/error.h"
#include "kintsugi/graph/families.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph {
namespace {

using Kind = ElementKind;

Infos infer_arithmetic(const Operands& in) {
  const bool is_shift_free = in.node.op != "Pow";  // Pow's exponent may have a type of its own
  for (size_t i = 1; i < in.count() && is_shift_free; ++i) {
    in.check(in[i].type == in[0].type, "inputs are ", name(in[0].type), " and ", name(in[i].type),
             ", expected one type");
  }
  return {{in[0].type, broadcast_shape(in), {}, {}}};
}

Infos infer_comparison(const Operands& in) {
  for (size_t i = 1; i < in.count(); ++i) {
    in.check(in[i].type == in[0].type, "inputs are ", name(in[0].type), " and ", name(in[i].type),
             ", expected one type");
  }
  return {{DataType::kBool, broadcast_shape(in), {}, {}}};
}

// One element of a result, where an expression can say it.
std::optional<Dim> arithmetic_element(Kind kind, const Dim& a, const Dim& b, bool is_float) {
  if (kind == Kind::kAdd) return a + b;
  if (kind == Kind::kSubtract) return a - b;
  if (kind == Kind::kMultiply) return a * b;
  // Expressions that are not the same count as different.
  if (kind == Kind::kEqual) return a - b == Dim(0) ? 1 : 0;
  if (kind != Kind::kDivide || b == Dim(0)) return {};
  const Dim quotient = floor_div(a, b);
  if (is_float && !(quotient * b == a)) return {};  // a fraction
  return quotient;
}

std::optional<Elements> arithmetic_elements(const Operands& in, const ValueInfo&) {
  const auto left = elements_of(in[0]), right = elements_of(in[1]);
  if (!left || !right || left->empty() || right->empty()) return {};
  const size_t count = std::max(left->size(), right->size());
  if ((left->size() != count && left->size() != 1) ||
      (right->size() != count && right->size() != 1)) {
    return {};
  }
  const Kind kind = element_op(in.node)->kind;
  Elements result;
  for (size_t i = 0; i < count; ++i) {
    const Dim &a = (*left)[left->size() == 1 ? 0 : i], &b = (*right)[right->size() == 1 ? 0 : i];
    const std::optional<Dim> element = arithmetic_element(kind, a, b, is_floating(in[0].type));
    if (!element) return {};
    result.push_back(*element);
  }
  return result;
}

// Integers are computed as such: a shape must not pass through 24 bits of fraction.
int64_t integer_binary(const Node& node, const ElementOp& op, int64_t a, int64_t b) {
  int64_t result = 0;
  bool is_overflow = false;
  switch (op.kind) {
    case Kind::kAdd:
      is_overflow = __builtin_add_overflow(a, b, &result);
      break;
    case Kind::kSubtract:
      is_overflow = __builtin_sub_overflow(a, b, &result);
      break;
    case Kind::kMultiply:
      is_overflow = __builtin_mul_overflow(a, b, &result);
      break;
    case Kind::kDivide:
      check(b != 0, node.op, ": an integer is divided by zero");
      if (b == -1) return integer_binary(node, {Kind::kSubtract}, 0, a);
      return a / b;
    case Kind::kModulo:
      check(b != 0, node.op, ": an integer is divided by zero");
      if (b == -1) return 0;
      result = a % b;
      return op.p == 0 && result != 0 && (result < 0) != (b < 0) ? result + b : result;
    case Kind::kPower:
      return static_cast<int64_t>(
          std::clamp(std::pow(static_cast<double>(a), static_cast<double>(b)), -0x1p62, 0x1p62));
    case Kind::kMinimum:
      return std::min(a, b);
    case Kind::kMaximum:
      return std::max(a, b);
    case Kind::kAnd:
      return a && b;
    case Kind::kOr:
      return a || b;
    default:
      assert(op.kind == Kind::kXor);
      return !a != !b;
  }
  check(!is_overflow, node.op, ": ", a, " and ", b, " leave the range of integers");
  return result;
}

float float_binary(const ElementOp& op, float a, float b) {
  switch (op.kind) {
    case Kind::kAdd:
      return a + b;
    case Kind::kSubtract:
      return a - b;
    case Kind::kMultiply:
      return a * b;
    case Kind::kDivide:
      return a / b;
    case Kind::kPower:
      return std::pow(a, b);
    case Kind::kMinimum:
      return std::isnan(a) ? a : std::min(b, a);
    case Kind::kMaximum:
      return std::isnan(a) ? a : std::max(b, a);
    default: {
      assert(op.kind == Kind::kModulo);
      const float rest = std::fmod(a, b);
      return op.p == 0 && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    }
  }
}

template <class T>
bool compare(Kind kind, T a, T b) {
  if (kind == Kind::kEqual) return a == b;
  if (kind == Kind::kLess) return a < b;
  if (kind == Kind::kLessOrEqual) return a <= b;
  if (kind == Kind::kGreater) return a > b;
  return a >= b;
}

bool is_comparison(Kind kind) { return kind >= Kind::kEqual && kind <= Kind::kGreaterOrEqual; }

Tensor combine(const Node& node, const ElementOp& op, const Tensor& a, const Tensor& b,
               const Sizes& sizes) {
  const bool is_float = a.type() == DataType::kFloat32;
  if (is_comparison(op.kind)) {
    const auto as_number = [&](auto x, auto y) -> int64_t { return compare(op.kind, x, y); };
    return is_float ? zip<int64_t, float>(a, b, sizes, as_number)
                    : zip<int64_t, int64_t>(a, b, sizes, as_number);
  }
  if (!is_float) {
    return zip<int64_t, int64_t>(a, b.to(DataType::kInt64), sizes, [&](int64_t x, int64_t y) {
      return integer_binary(node, op, x, y);
    });
  }
  // The common ones without a look at the kind per element.
  const Tensor floats = b.to(DataType::kFloat32);
  if (op.kind == Kind::kAdd)
    return zip<float, float>(a, floats, sizes, [](float x, float y) { return x + y; });
  if (op.kind == Kind::kMultiply)
    return zip<float, float>(a, floats, sizes, [](float x, float y) { return x * y; });
  return zip<float, float>(a, floats, sizes,
                           [&](float x, float y) { return float_binary(op, x, y); });
}

Sizes broadcast_sizes(const Sizes& a, const Sizes& b) {
  Sizes wide = a.size() >= b.size() ? a : b;
  const Sizes& other = a.size() >= b.size() ? b : a;
  for (size_t i = 0; i < other.size(); ++i) {
    int64_t& extent = wide[wide.size() - other.size() + i];
    if (extent == 1) extent = other[i];
  }
  return wide;
}

// All inputs joined by `op`, one after the other.
Tensor joined(const KernelCall& call, const ElementOp& op) {
  Tensor result = call.inputs[0];
  for (size_t i = 1; i < call.inputs.size(); ++i) {
    if (!call.has(i)) continue;
    result = combine(call.node, op, result, call.inputs[i],
                     broadcast_sizes(result.sizes(), call.inputs[i].sizes()));
  }
  return result;
}

Tensors run_binary(const KernelCall& call) { return {joined(call, *element_op(call.node))}; }

Tensors run_modulo(const KernelCall& call) {
  const bool is_fmod = call.node.integer("fmod", 0) != 0;
  return {joined(call, {Kind::kModulo, is_fmod ? 1.0f : 0.0f})};
}

Tensors run_mean(const KernelCall& call) {
  const Tensor sum = joined(call, {Kind::kAdd}).to(DataType::kFloat32);
  std::vector<float> result;
  for (const float value : sum.values<float>()) {
    result.push_back(value / static_cast<float>(call.inputs.size()));
  }
  return {Tensor(sum.sizes(), std::move(result))};
}

constexpr Operator arithmetic(std::string_view name, Kind kind, size_t max_inputs = 2,
                              ElementsFunction elements = nullptr) {
  return {name,       max_inputs == 2 ? 2u : 1u, max_inputs, infer_arithmetic,
          run_binary, Positions::kKept,          elements,   {.kind = kind}};
}

constexpr Operator comparison(std::string_view name, Kind kind,
                              ElementsFunction elements = nullptr) {
  return {name, 2, 2, infer_comparison, run_binary, Positions::kKept, elements, {.kind = kind}};
}

constexpr Operator kArithmetic[] = {
    arithmetic("Add", Kind::kAdd, 2, arithmetic_elements),
    arithmetic("Sub", Kind::kSubtract, 2, arithmetic_elements),
    arithmetic("Mul", Kind::kMultiply, 2, arithmetic_elements),
    arithmetic("Div", Kind::kDivide, 2, arithmetic_elements),
    arithmetic("Pow", Kind::kPower),
    arithmetic("And", Kind::kAnd),
    arithmetic("Or", Kind::kOr),
    arithmetic("Xor", Kind::kXor),
    arithmetic("Min", Kind::kMinimum, kAnyNumber),
    arithmetic("Max", Kind::kMaximum, kAnyNumber),
    arithmetic("Sum", Kind::kAdd, kAnyNumber),
    comparison("Equal", Kind::kEqual, arithmetic_elements),
    comparison("Less", Kind::kLess),
    comparison("LessOrEqual", Kind::kLessOrEqual),
    comparison("Greater", Kind::kGreater),
    comparison("GreaterOrEqual", Kind::kGreaterOrEqual),
    {"Mean", 1, kAnyNumber, infer_arithmetic, run_mean, Positions::kKept},
    {"Mod", 2, 2, infer_arithmetic, run_modulo, Positions::kKept},
};

}  // namespace

std::span<const Operator> arithmetic_operators() { return kArithmetic; }

}  // namespace kintsugi::graph
