#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

Tensors gemm(const Call& call) {
  const Tensor a = call.low(call.node.integer("transA", 0) ? call[0].t() : call[0]);
  const Tensor b = call.low(call.node.integer("transB", 0) ? call[1].t() : call[1]);
  const double alpha = call.node.real("alpha", 1), beta = call.node.real("beta", 1);
  if (!call.has(2)) return {call.result(at::mm(a, b) * alpha, b.size(1))};
  const Tensor bias = call[2].to(a.scalar_type());
  return {call.result(at::addmm(bias, a, b, beta, alpha), b.size(1))};
}

Tensors matmul(const Call& call) { return {at::matmul(call.low(call[0]), call.low(call[1]))}; }

constexpr Function kMatrix[] = {
    {"Gemm", gemm},
    {"MatMul", matmul},
};

}  // namespace

std::span<const Function> matrix_functions() { return kMatrix; }

}  // namespace kintsugi::learn
