#include <algorithm>

#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

std::vector<int64_t> reduced_axes(const Call& call) {
  std::vector<int64_t> axes = call.has(1) ? call.list(1) : call.node.integers("axes");
  if (axes.empty() && !call.node.integer("noop_with_empty_axes", 0)) {
    for (int64_t axis = 0; axis < call[0].dim(); ++axis) axes.push_back(axis);
  }
  for (int64_t& axis : axes) axis = call.axis(axis);
  return axes;
}

Tensor product(Tensor x, const std::vector<int64_t>& axes, bool keeps) {
  for (const int64_t axis : axes) x = at::prod(x, axis, /*keepdim=*/true);
  if (keeps) return x;
  std::vector<int64_t> sizes;
  for (int64_t axis = 0; axis < x.dim(); ++axis) {
    if (std::find(axes.begin(), axes.end(), axis) == axes.end()) sizes.push_back(x.size(axis));
  }
  return x.reshape(sizes);
}

Tensors reduce(const Call& call) {
  const std::vector<int64_t> axes = reduced_axes(call);
  if (axes.empty()) return {call[0]};
  const bool keeps = call.node.integer("keepdims", 1) != 0;
  const std::string& op = call.node.op;
  const Tensor x = widened(call[0]);
  if (op == "ReduceMean") return {at::mean(x, axes, keeps)};
  if (op == "ReduceSum") return {at::sum(x, axes, keeps)};
  if (op == "ReduceMax") return {at::amax(x, axes, keeps)};
  if (op == "ReduceMin") return {at::amin(x, axes, keeps)};
  if (op == "ReduceProd") return {product(x, axes, keeps)};
  if (op == "ReduceL1") return {at::sum(x.abs(), axes, keeps)};
  if (op == "ReduceL2") return {at::sqrt(at::sum(x * x, axes, keeps))};
  if (op == "ReduceSumSquare") return {at::sum(x * x, axes, keeps)};
  if (op == "ReduceLogSum") return {at::log(at::sum(x, axes, keeps))};
  return {at::logsumexp(x, axes, keeps)};
}

constexpr Function kReduction[] = {
    {"ReduceSum", reduce},       {"ReduceMean", reduce},      {"ReduceMax", reduce},
    {"ReduceMin", reduce},       {"ReduceProd", reduce},      {"ReduceL1", reduce},
    {"ReduceL2", reduce},        {"ReduceSumSquare", reduce}, {"ReduceLogSum", reduce},
    {"ReduceLogSumExp", reduce},
};

}  // namespace

std::span<const Function> reduction_functions() { return kReduction; }

}  // namespace kintsugi::learn
