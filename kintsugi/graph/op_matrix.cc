#include <algorithm>

#include "kintsugi/graph/families.h"
#include "kintsugi/graph/multiply.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph {
namespace {

Infos infer_gemm(const Operands& in) {
  Shape a = in.shape(0, 2), b = in.shape(1, 2);
  if (in.node.integer("transA", 0)) std::swap(a[0], a[1]);
  if (in.node.integer("transB", 0)) std::swap(b[0], b[1]);
  in.check(may_be_equal({a[1]}, {b[0]}), "inputs are ", to_string(a), " and ", to_string(b),
           ", whose inner extents differ");
  const Shape out = {a[0], b[1]};
  if (in.has(2)) {
    in.check(in.shape(2).size() <= 2 && may_be_equal(broadcast(in, out, in.shape(2)), out),
             "bias is ", to_string(in.shape(2)), " for a result ", to_string(out));
  }
  return {{in[0].type, out, {}, {}}};
}

Infos infer_matmul(const Operands& in) {
  Shape a = in.shape(0), b = in.shape(1);
  in.check(!a.empty() && !b.empty(), "inputs must have extents");
  const bool is_a_vector = a.size() == 1, is_b_vector = b.size() == 1;
  if (is_a_vector) a.insert(a.begin(), 1);
  if (is_b_vector) b.push_back(1);
  in.check(may_be_equal({a.back()}, {b[b.size() - 2]}), "inputs are ", to_string(a), " and ",
           to_string(b), ", whose inner extents differ");
  Shape out = broadcast(in, Shape(a.begin(), a.end() - 2), Shape(b.begin(), b.end() - 2));
  if (!is_a_vector) out.push_back(a[a.size() - 2]);
  if (!is_b_vector) out.push_back(b.back());
  return {{in[0].type, out, {}, {}}};
}

Tensor transposed(const Tensor& matrix, bool is_transposed) {
  if (!is_transposed) return matrix;
  const int64_t rows = matrix.sizes()[0], columns = matrix.sizes()[1];
  return picked(matrix, {columns, rows}, {1, columns});
}

Tensors run_gemm(const KernelCall& call) {
  const Tensor a = transposed(call.inputs[0], call.node.integer("transA", 0));
  const Tensor b = transposed(call.inputs[1], call.node.integer("transB", 0));
  const Sizes& out = call.output_sizes[0];
  std::vector<float> result(num_elements(out));
  multiply(a.values<float>().data(), b.values<float>().data(), result.data(), out[0], a.sizes()[1],
           out[1]);
  const float alpha = call.node.real("alpha", 1), beta = call.node.real("beta", 1);
  for (float& value : result) value *= alpha;
  if (call.has(2)) {
    const auto bias = call.inputs[2].values<float>();
    size_t i = 0;
    walk<1>(out, {broadcast_strides(call.inputs[2].sizes(), out)},
            [&](const auto& at) { result[i++] += beta * bias[at[0]]; });
  }
  return {Tensor(out, std::move(result))};
}

Tensors run_matmul(const KernelCall& call) {
  Sizes a = call.inputs[0].sizes(), b = call.inputs[1].sizes();
  if (a.size() == 1) a.insert(a.begin(), 1);
  if (b.size() == 1) b.push_back(1);
  const int64_t m = a[a.size() - 2], k = a.back(), n = b.back();
  const Tensor left = call.inputs[0].to(DataType::kFloat32);
  const Tensor right = call.inputs[1].to(DataType::kFloat32);
  const Sizes a_batch(a.begin(), a.end() - 2), b_batch(b.begin(), b.end() - 2);
  Sizes batch = a_batch.size() >= b_batch.size() ? a_batch : b_batch;
  const Sizes& other = a_batch.size() >= b_batch.size() ? b_batch : a_batch;
  for (size_t i = 0; i < other.size(); ++i) {
    int64_t& extent = batch[batch.size() - other.size() + i];
    if (extent == 1) extent = other[i];
  }
  std::vector<float> result(num_elements(call.output_sizes[0]));
  int64_t product = 0;
  walk<2>(batch, {broadcast_strides(a_batch, batch), broadcast_strides(b_batch, batch)},
          [&](const auto& at) {
            multiply(left.values<float>().data() + at[0] * m * k,
                     right.values<float>().data() + at[1] * k * n, result.data() + product * m * n,
                     m, k, n);
            ++product;
          });
  return {Tensor(call.output_sizes[0], std::move(result)).to(call.inputs[0].type())};
}

constexpr Operator kMatrix[] = {
    {"Gemm", 2, 3, infer_gemm, run_gemm},
    {"MatMul", 2, 2, infer_matmul, run_matmul},
};

}  // namespace

std::span<const Operator> matrix_operators() { return kMatrix; }

}  // namespace kintsugi::graph
