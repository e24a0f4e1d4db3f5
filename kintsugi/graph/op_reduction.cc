#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "kintsugi/graph/families.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph {
namespace {

Infos infer_reduce(const Operands& in) {
  const Shape& shape = in.shape(0);
  const std::vector<int64_t> list = in.has(1) ? in.list(1) : in.node.integers("axes");
  std::vector<size_t> axes = in.axes(list, shape.size());
  if (axes.empty()) {
    if (in.node.integer("noop_with_empty_axes", 0)) return {{in[0].type, shape, {}, {}}};
    axes.resize(shape.size());
    std::iota(axes.begin(), axes.end(), 0);
  }
  const bool is_kept = in.node.integer("keepdims", 1) != 0;
  Shape out;
  for (size_t i = 0; i < shape.size(); ++i) {
    const bool is_reduced = std::count(axes.begin(), axes.end(), i) > 0;
    if (!is_reduced || is_kept) out.push_back(is_reduced ? Dim(1) : shape[i]);
  }
  return {{in[0].type, out, {}, {}}};
}

Infos infer_arg_reduce(const Operands& in) {
  Shape out = in.shape(0);
  const size_t axis = in.axis(in.node.integer("axis", 0), out.size());
  in.check(!(out[axis] == Dim(0)), "axis ", axis, " is empty");
  out[axis] = 1;
  if (!in.node.integer("keepdims", 1)) out.erase(out.begin() + axis);
  return {{DataType::kInt64, out, {}, {}}};
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

Tensors run_reduce(const KernelCall& call) {
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

Tensors run_arg_reduce(const KernelCall& call) {
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

constexpr Operator kReduction[] = {
    {"ReduceSum", 1, 2, infer_reduce, run_reduce},
    {"ReduceMean", 1, 2, infer_reduce, run_reduce},
    {"ReduceMax", 1, 2, infer_reduce, run_reduce},
    {"ReduceMin", 1, 2, infer_reduce, run_reduce},
    {"ReduceProd", 1, 2, infer_reduce, run_reduce},
    {"ReduceL1", 1, 2, infer_reduce, run_reduce},
    {"ReduceL2", 1, 2, infer_reduce, run_reduce},
    {"ReduceSumSquare", 1, 2, infer_reduce, run_reduce},
    {"ReduceLogSum", 1, 2, infer_reduce, run_reduce},
    {"ReduceLogSumExp", 1, 2, infer_reduce, run_reduce},
    {"ArgMax", 1, 1, infer_arg_reduce, run_arg_reduce},
    {"ArgMin", 1, 1, infer_arg_reduce, run_arg_reduce},
};

}  // namespace

std::span<const Operator> reduction_operators() { return kReduction; }

}  // namespace kintsugi::graph
