#include <algorithm>

#include "kintsugi/graph/elementwise.h"
#include "kintsugi/graph/init.h"
#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

Tensors unary(const Call& call) {
  const graph::ElementOp op = *graph::element_op(call.node);
  return {find_function(call.node.op)->each(call[0], op.p, op.q)};
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

// `each` gets the numbers that graph::element_op reads.
constexpr Function kUnary[] = {
    {"Relu", unary, [](const Tensor& x, float, float) { return at::relu(x); }},
    {"LeakyRelu", unary, [](const Tensor& x, float p, float) { return at::leaky_relu(x, p); }},
    {"Elu", unary, [](const Tensor& x, float p, float) { return at::elu(x, p); }},
    {"Celu", unary, [](const Tensor& x, float p, float) { return at::celu(x, p); }},
    {"Selu", unary, [](const Tensor& x, float p, float q) { return at::elu(x, p, q); }},
    // In f32, because they often end a network.
    {"Sigmoid", unary, [](const Tensor& x, float, float) { return at::sigmoid(widened(x)); }},
    {"Tanh", unary, [](const Tensor& x, float, float) { return at::tanh(widened(x)); }},
    {"Softplus", unary, [](const Tensor& x, float, float) { return at::softplus(x); }},
    {"Softsign", unary, [](const Tensor& x, float, float) { return x / (1 + x.abs()); }},
    {"HardSigmoid", unary,
     [](const Tensor& x, float p, float q) { return at::clamp(x * p + q, 0, 1); }},
    {"HardSwish", unary,
     [](const Tensor& x, float, float) { return x * at::clamp(x / 6 + 0.5, 0, 1); }},
    {"Erf", unary, [](const Tensor& x, float, float) { return at::erf(x); }},
    {"Abs", unary, [](const Tensor& x, float, float) { return at::abs(x); }},
    {"Neg", unary, [](const Tensor& x, float, float) { return at::neg(x); }},
    {"Exp", unary, [](const Tensor& x, float, float) { return at::exp(widened(x)); }},
    {"Log", unary, [](const Tensor& x, float, float) { return at::log(widened(x)); }},
    {"Sqrt", unary, [](const Tensor& x, float, float) { return at::sqrt(widened(x)); }},
    {"Sin", unary, [](const Tensor& x, float, float) { return at::sin(widened(x)); }},
    {"Cos", unary, [](const Tensor& x, float, float) { return at::cos(widened(x)); }},
    {"Reciprocal", unary, [](const Tensor& x, float, float) { return at::reciprocal(widened(x)); }},
    {"Floor", unary, [](const Tensor& x, float, float) { return at::floor(x); }},
    {"Ceil", unary, [](const Tensor& x, float, float) { return at::ceil(x); }},
    {"Round", unary, [](const Tensor& x, float, float) { return at::round(x); }},
    {"Sign", unary, [](const Tensor& x, float, float) { return at::sign(x); }},
    {"Not", unary, [](const Tensor& x, float, float) { return at::logical_not(x); }},
    {"Cast", cast},
    {"Identity", identity},
    {"Dropout", dropout},
};

}  // namespace

std::span<const Function> unary_functions() { return kUnary; }

}  // namespace kintsugi::learn
