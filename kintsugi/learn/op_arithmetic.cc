#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

using Joining = Tensor (*)(const Tensor& a, const Tensor& b);

// All inputs joined by one function, one after the other.
template <Joining join>
Tensors arithmetic(const Call& call) {
  Tensor result = call[0];
  for (size_t i = 1; i < call.inputs.size(); ++i) {
    if (!call.has(i)) continue;
    const auto [a, b] = harmonized(result, call[i]);
    result = join(a, b);
  }
  return {result};
}

Tensor sum(const Tensor& a, const Tensor& b) { return a + b; }
Tensor difference(const Tensor& a, const Tensor& b) { return a - b; }
Tensor product(const Tensor& a, const Tensor& b) { return a * b; }
Tensor quotient(const Tensor& a, const Tensor& b) { return a / b; }

Tensors mean(const Call& call) {
  return {arithmetic<sum>(call)[0] / static_cast<double>(call.inputs.size())};
}

Tensors modulo(const Call& call) {
  const auto [a, b] = harmonized(call[0], call[1]);
  return {call.node.integer("fmod", 0) ? at::fmod(a, b) : at::remainder(a, b)};
}

template <Joining compare>
Tensors comparison(const Call& call) {
  return {compare(call[0], call[1])};
}

constexpr Function kArithmetic[] = {
    {"Add", arithmetic<sum>},
    {"Sub", arithmetic<difference>},
    {"Mul", arithmetic<product>},
    {"Div", arithmetic<quotient>},
    {"Pow", arithmetic<at::pow>},
    {"And", arithmetic<at::logical_and>},
    {"Or", arithmetic<at::logical_or>},
    {"Xor", arithmetic<at::logical_xor>},
    {"Min", arithmetic<at::minimum>},
    {"Max", arithmetic<at::maximum>},
    {"Sum", arithmetic<sum>},
    {"Mean", mean},
    {"Mod", modulo},
    {"Equal", comparison<at::eq>},
    {"Less", comparison<at::lt>},
    {"LessOrEqual", comparison<at::le>},
    {"Greater", comparison<at::gt>},
    {"GreaterOrEqual", comparison<at::ge>},
};

}  // namespace

std::span<const Function> arithmetic_functions() { return kArithmetic; }

}  // namespace kintsugi::learn
