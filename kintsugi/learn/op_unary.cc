#include <algorithm>
#include <map>

#include "kintsugi/error.h"
#include "kintsugi/graph/init.h"
#include "kintsugi/learn/operators.h"

namespace kintsugi::learn::functions {
namespace {

using torch::Tensor;

// ONNX's defaults of the attributes are written where they are read.
using Unary = Tensor (*)(const Tensor& x, const graph::Node& node);

const std::map<std::string_view, Unary>& unary_functions() {
  using graph::Node;
  static const std::map<std::string_view, Unary> functions = {
      {"Relu", [](const Tensor& x, const Node&) { return at::relu(x); }},
      {"LeakyRelu",
       [](const Tensor& x, const Node& n) { return at::leaky_relu(x, n.real("alpha", 0.01f)); }},
      {"Elu", [](const Tensor& x, const Node& n) { return at::elu(x, n.real("alpha", 1)); }},
      {"Celu", [](const Tensor& x, const Node& n) { return at::celu(x, n.real("alpha", 1)); }},
      {"Selu",
       [](const Tensor& x, const Node& n) {
         return at::elu(x, n.real("alpha", 1.67326319f), n.real("gamma", 1.05070098f));
       }},
      // In f32, because they often end a network.
      {"Sigmoid", [](const Tensor& x, const Node&) { return at::sigmoid(widened(x)); }},
      {"Tanh", [](const Tensor& x, const Node&) { return at::tanh(widened(x)); }},
      {"Softplus", [](const Tensor& x, const Node&) { return at::softplus(x); }},
      {"Softsign", [](const Tensor& x, const Node&) { return x / (1 + x.abs()); }},
      {"HardSigmoid",
       [](const Tensor& x, const Node& n) {
         return at::clamp(x * n.real("alpha", 0.2f) + n.real("beta", 0.5f), 0, 1);
       }},
      {"HardSwish", [](const Tensor& x, const Node&) { return x * at::clamp(x / 6 + 0.5, 0, 1); }},
      {"Erf", [](const Tensor& x, const Node&) { return at::erf(x); }},
      {"Abs", [](const Tensor& x, const Node&) { return at::abs(x); }},
      {"Neg", [](const Tensor& x, const Node&) { return at::neg(x); }},
      {"Exp", [](const Tensor& x, const Node&) { return at::exp(widened(x)); }},
      {"Log", [](const Tensor& x, const Node&) { return at::log(widened(x)); }},
      {"Sqrt", [](const Tensor& x, const Node&) { return at::sqrt(widened(x)); }},
      {"Sin", [](const Tensor& x, const Node&) { return at::sin(widened(x)); }},
      {"Cos", [](const Tensor& x, const Node&) { return at::cos(widened(x)); }},
      {"Reciprocal", [](const Tensor& x, const Node&) { return at::reciprocal(widened(x)); }},
      {"Floor", [](const Tensor& x, const Node&) { return at::floor(x); }},
      {"Ceil", [](const Tensor& x, const Node&) { return at::ceil(x); }},
      {"Round", [](const Tensor& x, const Node&) { return at::round(x); }},
      {"Sign", [](const Tensor& x, const Node&) { return at::sign(x); }},
      {"Not", [](const Tensor& x, const Node&) { return at::logical_not(x); }},
  };
  return functions;
}

// Where bf16 features meet a smaller f32 tensor (a mask, a gate, a learned factor), the result is
// bf16 again; where the f32 tensor is as large, it is f32.
std::pair<Tensor, Tensor> harmonized(const Tensor& a, const Tensor& b) {
  const bool is_a_low = a.scalar_type() == torch::kBFloat16;
  const bool is_b_low = b.scalar_type() == torch::kBFloat16;
  if (is_a_low && !is_b_low && b.is_floating_point() && b.numel() < a.numel()) {
    return {a, b.to(torch::kBFloat16)};
  }
  if (is_b_low && !is_a_low && a.is_floating_point() && a.numel() < b.numel()) {
    return {a.to(torch::kBFloat16), b};
  }
  return {a, b};
}

Tensor combine(const graph::Node& node, const Tensor& left, const Tensor& right) {
  const auto [a, b] = harmonized(left, right);
  const std::string& op = node.op;
  if (op == "Add" || op == "Sum" || op == "Mean") return a + b;
  if (op == "Sub") return a - b;
  if (op == "Mul") return a * b;
  if (op == "Div") return a / b;
  if (op == "Pow") return at::pow(a, b);
  if (op == "Min") return at::minimum(a, b);
  if (op == "Max") return at::maximum(a, b);
  if (op == "And") return at::logical_and(a, b);
  if (op == "Or") return at::logical_or(a, b);
  if (op == "Xor") return at::logical_xor(a, b);
  return node.integer("fmod", 0) ? at::fmod(a, b) : at::remainder(a, b);
}

}  // namespace

Tensors unary(const Call& call) { return {unary_functions().at(call.node.op)(call[0], call.node)}; }

Tensors binary(const Call& call) {
  Tensor result = call[0];
  for (size_t i = 1; i < call.inputs.size(); ++i) {
    if (call.has(i)) result = combine(call.node, result, call[i]);
  }
  if (call.node.op == "Mean") result = result / static_cast<double>(call.inputs.size());
  return {result};
}

Tensors compare(const Call& call) {
  const Tensor &a = call[0], &b = call[1];
  const std::string& op = call.node.op;
  if (op == "Equal") return {at::eq(a, b)};
  if (op == "Less") return {at::lt(a, b)};
  if (op == "LessOrEqual") return {at::le(a, b)};
  if (op == "Greater") return {at::gt(a, b)};
  return {at::ge(a, b)};
}

Tensors clip(const Call& call) {
  Tensor result = call[0];
  if (call.has(1) && call.has(2)) return {at::clamp(result, call.number(1), call.number(2))};
  if (call.has(1)) result = at::clamp_min(result, call.number(1));
  if (call.has(2)) result = at::clamp_max(result, call.number(2));
  return {result};
}

// x for x > 0, slope x below; the slope may be a picture's, which at::prelu does not know.
Tensors prelu(const Call& call) {
  const auto [x, slope] = harmonized(call[0], call[1]);
  return {at::relu(x) - slope * at::relu(-x)};
}

Tensors where(const Call& call) {
  const auto [yes, no] = harmonized(call[1], call[2]);
  const auto type = at::result_type(yes, no);
  return {at::where(call[0].to(torch::kBool), yes.to(type), no.to(type))};
}

Tensors softmax(const Call& call) {
  const int64_t axis = call.axis(call.node.integer("axis", -1));
  return {call.node.op == "Softmax" ? at::softmax(call[0], axis) : at::log_softmax(call[0], axis)};
}

// Which floating type a tensor has is the module's affair.
Tensors cast(const Call& call) {
  constexpr int64_t kOnnxFloats[] = {1, 10, 11, 16};  // float, float16, double, bfloat16
  const int64_t to = call.node.integer("to", 1);
  const bool is_float =
      std::find(std::begin(kOnnxFloats), std::end(kOnnxFloats), to) != std::end(kOnnxFloats);
  if (is_float) return {call[0].is_floating_point() ? call[0] : call[0].to(torch::kFloat32)};
  return {call[0].to(to == 9 ? torch::kBool : torch::kInt64)};
}

Tensors identity(const Call& call) { return {call[0]}; }

// Drops each number with probability `ratio` and divides the others by 1 - ratio (Srivastava et
// al. 2014, section 10). Which ones follows from the pass's seed and the node's name alone.
Tensors dropout(const Call& call) {
  const double ratio = call.has(1) ? call.number(1) : 0.5;
  if (!call.pass.is_training || ratio <= 0) return {call[0]};
  auto generator = at::globalContext().defaultGenerator(call[0].device()).clone();
  generator.set_current_seed(call.pass.dropout_seed ^ graph::hash_name(call.node.name));
  const Tensor kept = torch::empty(call[0].sizes(), call[0].options().requires_grad(false));
  return {call[0] * kept.bernoulli_(1 - ratio, generator).div_(1 - ratio)};
}

}  // namespace kintsugi::learn::functions
