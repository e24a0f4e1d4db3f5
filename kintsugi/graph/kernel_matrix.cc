#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "kintsugi/graph/kernels.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph::kernels {
namespace {

Tensor transposed(const Tensor& matrix, bool is_transposed) {
  if (!is_transposed) return matrix;
  const Sizes out = {matrix.sizes()[1], matrix.sizes()[0]};
  return transpose({{"Transpose", "", {}, {}, {}}, {matrix}, {out}})[0];
}

// How one Reduce* operator folds numbers together, in double.
struct Folding {
  double start;
  double (*add)(double sum, double x);
  double (*finish)(double sum, double count);
};

Folding folding_of(std::string_view op) {
  const auto plain = [](double sum, double) { return sum; };
  const auto plus = [](double sum, double x) { return sum + x; };
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (op == "ReduceMean") return {0, plus, [](double sum, double n) { return sum / n; }};
  if (op == "ReduceMax")
    return {-kInfinity, [](double s, double x) { return std::max(s, x); }, plain};
  if (op == "ReduceMin")
    return {kInfinity, [](double s, double x) { return std::min(s, x); }, plain};
  if (op == "ReduceProd") return {1, [](double s, double x) { return s * x; }, plain};
  if (op == "ReduceL1") return {0, [](double s, double x) { return s + std::fabs(x); }, plain};
  if (op == "ReduceSumSquare") return {0, [](double s, double x) { return s + x * x; }, plain};
  if (op == "ReduceL2") {
    return {0, [](double s, double x) { return s + x * x; },
            [](double s, double) { return std::sqrt(s); }};
  }
  if (op == "ReduceLogSum") return {0, plus, [](double s, double) { return std::log(s); }};
  if (op == "ReduceLogSumExp") {
    // As log(exp(a) + exp(b)) step by step, so that large numbers do not overflow.
    const auto add = [](double s, double x) {
      if (std::isinf(s) || std::isinf(x)) return std::max(s, x);
      return std::max(s, x) + std::log1p(std::exp(-std::fabs(s - x)));
    };
    return {-kInfinity, add, plain};
  }
  return {0, plus, plain};
}

// Strides into the reduced result for every axis of the input: 0 along reduced axes.
Sizes result_strides(const Sizes& in, const std::set<int64_t>& axes) {
  Sizes kept = in;
  for (const int64_t axis : axes) kept[axis] = 1;
  return broadcast_strides(kept, in);
}

std::set<int64_t> reduced_axes(const KernelCall& call) {
  const auto rank = static_cast<int64_t>(call.inputs[0].sizes().size());
  std::vector<int64_t> list = call.node.integers("axes");
  if (call.has(1)) {
    list.assign(call.inputs[1].values<int64_t>().begin(), call.inputs[1].values<int64_t>().end());
  }
  std::set<int64_t> axes;
  for (const int64_t axis : list) axes.insert(axis < 0 ? axis + rank : axis);
  if (axes.empty() && !call.node.integer("noop_with_empty_axes", 0)) {
    for (int64_t axis = 0; axis < rank; ++axis) axes.insert(axis);
  }
  return axes;
}

}  // namespace

Tensors gemm(const KernelCall& call) {
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

Tensors matmul(const KernelCall& call) {
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

Tensors reduce(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const std::set<int64_t> axes = reduced_axes(call);
  const Folding folding = folding_of(call.node.op);
  std::vector<double> sums(num_elements(call.output_sizes[0]), folding.start);
  int64_t i = 0;
  const auto fold = [&](auto values) {
    walk<1>(x.sizes(), {result_strides(x.sizes(), axes)}, [&](const auto& at) {
      sums[at[0]] = folding.add(sums[at[0]], static_cast<double>(values[i++]));
    });
  };
  if (call.is_float()) {
    fold(x.values<float>());
  } else {
    fold(x.values<int64_t>());
  }
  double count = 1;
  for (const int64_t axis : axes) count *= static_cast<double>(x.sizes()[axis]);
  std::vector<float> result;
  std::vector<int64_t> integers;
  for (const double sum : sums) {
    const double value = folding.finish(sum, count);
    result.push_back(static_cast<float>(value));
    if (!call.is_float())
      integers.push_back(static_cast<int64_t>(std::clamp(value, -0x1p62, 0x1p62)));
  }
  if (call.is_float()) return {Tensor(call.output_sizes[0], std::move(result))};
  return {Tensor(call.output_sizes[0], std::move(integers))};
}

Tensors arg_reduce(const KernelCall& call) {
  const Tensor x = call.inputs[0].to(DataType::kFloat32);
  const auto rank = static_cast<int64_t>(x.sizes().size());
  const int64_t given = call.node.integer("axis", 0), axis = given < 0 ? given + rank : given;
  const int64_t step = strides_of(x.sizes())[axis], count = x.sizes()[axis];
  const bool is_max = call.node.op == "ArgMax";
  const bool takes_last = call.node.integer("select_last_index", 0) != 0;
  std::vector<int64_t> result;
  for (int64_t i = 0; i < x.size(); ++i) {
    if (i / step % count != 0) continue;
    const float* row = x.values<float>().data() + i;
    int64_t best = 0;
    for (int64_t j = 1; j < count; ++j) {
      const float candidate = row[j * step], champion = row[best * step];
      const bool is_better = is_max ? candidate > champion : candidate < champion;
      if (is_better || (takes_last && candidate == champion)) best = j;
    }
    result.push_back(best);
  }
  return {Tensor(call.output_sizes[0], std::move(result))};
}

}  // namespace kintsugi::graph::kernels
