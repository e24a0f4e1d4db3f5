#include <algorithm>
#include <numeric>

#include "kintsugi/error.h"
#include "kintsugi/graph/slices.h"
#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

Tensors concat(const Call& call) {
  const auto is_low = [](const Tensor& x) { return x.scalar_type() == torch::kBFloat16; };
  Tensors parts = call.inputs;
  if (std::any_of(parts.begin(), parts.end(), is_low)) {
    for (Tensor& part : parts) part = part.to(torch::kBFloat16);
  }
  return {at::cat(parts, call.axis(call.node.integer("axis", 0)))};
}

Tensors split(const Call& call) {
  const int64_t axis = call.axis(call.node.integer("axis", 0)), extent = call[0].size(axis);
  if (call.has(1)) return at::split_with_sizes(call[0], call.list(1), axis);
  const auto count = static_cast<int64_t>(call.node.outputs.size());
  check(extent % count == 0, graph::describe(call.node), ": an extent of ", extent, " in ", count,
        " parts");
  return at::split(call[0], extent / count, axis);
}

Tensors slice(const Call& call) {
  const std::vector<int64_t> starts = call.list(1), ends = call.list(2);
  std::vector<int64_t> axes(starts.size()), steps(starts.size(), 1);
  std::iota(axes.begin(), axes.end(), 0);
  if (call.has(3)) axes = call.list(3);
  if (call.has(4)) steps = call.list(4);
  Tensor x = call[0];
  for (size_t i = 0; i < axes.size(); ++i) {
    const int64_t axis = call.axis(axes[i]);
    const auto cut = graph::slice_axis(starts[i], ends[i], steps[i], x.size(axis));
    const int64_t last = cut.start + (cut.count - 1) * cut.step;
    if (cut.count == 0) {
      x = x.narrow(axis, 0, 0);
    } else if (cut.step > 0) {
      x = x.slice(axis, cut.start, last + 1, cut.step);
    } else {  // backwards: the same elements forwards, turned round
      x = x.slice(axis, last, cut.start + 1, -cut.step).flip(axis);
    }
  }
  return {x};
}

Tensors gather(const Call& call) {
  const Tensor& x = call[0];
  const int64_t axis = call.axis(call.node.integer("axis", 0)), extent = x.size(axis);
  std::vector<int64_t> at = call.list(1);
  for (int64_t& index : at) {
    check(index >= -extent && index < extent, graph::describe(call.node), ": index ", index,
          " is not within ", extent);
    if (index < 0) index += extent;
  }
  Sizes sizes = x.sizes().vec();
  const auto position = sizes.erase(sizes.begin() + axis);
  sizes.insert(position, call[1].sizes().begin(), call[1].sizes().end());
  return {x.index_select(axis, torch::tensor(at, torch::kInt64).to(x.device())).reshape(sizes)};
}

constexpr Function kSlicing[] = {
    {"Concat", concat},
    {"Split", split},
    {"Slice", slice},
    {"Gather", gather},
};

}  // namespace

std::span<const Function> slicing_functions() { return kSlicing; }

}  // namespace kintsugi::learn
