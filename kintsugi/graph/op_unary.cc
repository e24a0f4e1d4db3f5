#include <algorithm>
#include <cmath>

#include "kintsugi/graph/families.h"

namespace kintsugi::graph {
namespace {

Infos infer_cast(const Operands& in) {
  // ONNX's numbers for the types that this library keeps apart; the reader maps the others.
  constexpr std::pair<int64_t, DataType> kTypes[] = {
      {1, DataType::kFloat32}, {10, DataType::kFloat16}, {16, DataType::kBFloat16},
      {7, DataType::kInt64},   {6, DataType::kInt32},    {2, DataType::kUInt8},
      {9, DataType::kBool}};
  const int64_t to = in.node.integer("to", 0);
  for (const auto& [number, type] : kTypes) {
    if (number == to) return {{type, in.shape(0), {}, {}}};
  }
  in.check(false, "there is no type number ", to, " to cast to");
  return {};
}

Infos infer_dropout(const Operands& in) {
  const bool is_training = in.has(2) && in[2].constant && in.list(2) != std::vector<int64_t>{0};
  in.check(!is_training, "training mode is not for model files");
  return {{in[0].type, in.shape(0), {}, {}}, {DataType::kBool, in.shape(0), {}, {}}};
}

Tensors run_unary(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const Tensor floats = x.to(DataType::kFloat32);
  const auto function = find_operator(call.node.op)->element.function;
  const ElementOp op = *element_op(call.node);
  std::vector<float> result;
  result.reserve(x.size());
  for (const float value : floats.values<float>()) result.push_back(function(value, op.p, op.q));
  return {Tensor(x.sizes(), std::move(result)).to(x.type())};
}

Tensors run_dropout(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  return {x, Tensor(x.sizes(), std::vector<int64_t>(x.size(), 1))};
}

using Kind = ElementKind;
using Function = float (*)(float x, float p, float q);

constexpr Operator unary(std::string_view name, Kind kind, Function function,
                         const Parameter& p = {}, const Parameter& q = {}) {
  return {name, 1, 1, infer_same, run_unary, Positions::kKept, nullptr, {function, kind, p, q}};
}

// The whole numbers that shapes are made of stay as they are.
constexpr Operator rounding(std::string_view name, Kind kind, Function function) {
  return {name, 1, 1, infer_same, run_unary, Positions::kKept, same_elements, {function, kind}};
}

constexpr Operator kUnary[] = {
    unary("Relu", Kind::kRelu, [](float x, float, float) { return std::max(x, 0.0f); }),
    unary("LeakyRelu", Kind::kLeakyRelu, [](float x, float p, float) { return x < 0 ? p * x : x; },
          {"alpha", 0.01f}),
    unary("Elu", Kind::kElu, [](float x, float p, float) { return x < 0 ? p * std::expm1(x) : x; },
          {"alpha", 1}),
    unary("Celu", Kind::kCelu,
          [](float x, float p, float) { return x < 0 ? p * std::expm1(x / p) : x; }, {"alpha", 1}),
    unary("Selu", Kind::kSelu,
          [](float x, float p, float q) { return q * (x < 0 ? p * std::expm1(x) : x); },
          {"alpha", 1.67326319f}, {"gamma", 1.05070098f}),
    unary("Sigmoid", Kind::kSigmoid, [](float x, float, float) { return 1 / (1 + std::exp(-x)); }),
    unary("Tanh", Kind::kTanh, [](float x, float, float) { return std::tanh(x); }),
    unary("Softplus", Kind::kSoftplus,
          [](float x, float, float) {
            return std::max(x, 0.0f) + std::log1p(std::exp(-std::fabs(x)));
          }),
    unary("Softsign", Kind::kSoftsign,
          [](float x, float, float) { return x / (1 + std::fabs(x)); }),
    unary("HardSigmoid", Kind::kHardSigmoid,
          [](float x, float p, float q) { return std::clamp(p * x + q, 0.0f, 1.0f); },
          {"alpha", 0.2f}, {"beta", 0.5f}),
    unary("HardSwish", Kind::kHardSwish,
          [](float x, float, float) { return x * std::clamp(x / 6 + 0.5f, 0.0f, 1.0f); }),
    unary("Erf", Kind::kErf, [](float x, float, float) { return std::erf(x); }),
    unary("Abs", Kind::kAbs, [](float x, float, float) { return std::fabs(x); }),
    unary("Neg", Kind::kNegate, [](float x, float, float) { return -x; }),
    unary("Exp", Kind::kExp, [](float x, float, float) { return std::exp(x); }),
    unary("Log", Kind::kLog, [](float x, float, float) { return std::log(x); }),
    unary("Sqrt", Kind::kSqrt, [](float x, float, float) { return std::sqrt(x); }),
    unary("Sin", Kind::kSin, [](float x, float, float) { return std::sin(x); }),
    unary("Cos", Kind::kCos, [](float x, float, float) { return std::cos(x); }),
    unary("Reciprocal", Kind::kReciprocal, [](float x, float, float) { return 1 / x; }),
    rounding("Floor", Kind::kFloor, [](float x, float, float) { return std::floor(x); }),
    rounding("Ceil", Kind::kCeil, [](float x, float, float) { return std::ceil(x); }),
    rounding("Round", Kind::kRound, [](float x, float, float) { return std::nearbyint(x); }),
    unary("Sign", Kind::kSign,
          [](float x, float, float) { return static_cast<float>((x > 0) - (x < 0)); }),
    unary("Not", Kind::kNot, [](float x, float, float) { return x == 0 ? 1.0f : 0.0f; }),
    {"Cast", 1, 1, infer_cast, run_identity, Positions::kKept, same_elements},
    {"Identity", 1, 1, infer_same, run_identity, Positions::kKept, same_elements},
    {"Dropout", 1, 3, infer_dropout, run_dropout, Positions::kKept},
};

}  // namespace

std::span<const Operator> unary_operators() { return kUnary; }

}  // namespace kintsugi::graph
