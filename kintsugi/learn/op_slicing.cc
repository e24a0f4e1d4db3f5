#include <algorithm>
#include <numeric>

#include "kintsugi/error.h"
#include "kintsugi/graph/slices.h"
#include "kintsugi/learn/operators.h"

namespace kintsugi::learn::functions {
namespace {

using torch::Tensor;

Tensor integers(const std::vector<int64_t>& values) { return torch::tensor(values, torch::kInt64); }

Sizes sizes_of(const Tensor& x) { return x.sizes().vec(); }

}  // namespace

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
  Sizes sizes = sizes_of(x);
  const auto position = sizes.erase(sizes.begin() + axis);
  sizes.insert(position, call[1].sizes().begin(), call[1].sizes().end());
  return {x.index_select(axis, integers(at).to(x.device())).reshape(sizes)};
}

Tensors transpose(const Call& call) {
  std::vector<int64_t> reversed(static_cast<size_t>(call[0].dim()));
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  return {call[0].permute(call.node.integers("perm", reversed))};
}

Tensors expand(const Call& call) {
  Sizes wide = call.list(1), sizes = sizes_of(call[0]);
  const size_t rank = std::max(wide.size(), sizes.size());
  wide.insert(wide.begin(), rank - wide.size(), 1);  // 1: as many as there are
  sizes.insert(sizes.begin(), rank - sizes.size(), 1);
  for (size_t i = 0; i < rank; ++i) wide[i] = wide[i] == 1 ? sizes[i] : wide[i];
  return {call[0].expand(wide)};
}

Tensors tile(const Call& call) { return {call[0].repeat(call.list(1))}; }

Tensors depth_to_space(const Call& call) {
  const Sizes in = sizes_of(call[0]);
  const int64_t b = call.node.integer("blocksize", 1), channels = in[1] / (b * b);
  const bool is_crd = call.node.text("mode", "DCR") == "CRD";
  const Tensor x = is_crd ? call[0].reshape({in[0], channels, b, b, in[2], in[3]})
                          : call[0].reshape({in[0], b, b, channels, in[2], in[3]});
  const std::vector<int64_t> order =
      is_crd ? std::vector<int64_t>{0, 1, 4, 2, 5, 3} : std::vector<int64_t>{0, 3, 4, 1, 5, 2};
  return {x.permute(order).reshape({in[0], channels, in[2] * b, in[3] * b})};
}

Tensors space_to_depth(const Call& call) {
  const Sizes in = sizes_of(call[0]);
  const int64_t b = call.node.integer("blocksize", 1);
  const Tensor x = call[0].reshape({in[0], in[1], in[2] / b, b, in[3] / b, b});
  return {x.permute({0, 3, 5, 1, 2, 4}).reshape({in[0], in[1] * b * b, in[2] / b, in[3] / b})};
}

Tensors reshape(const Call& call) {
  Sizes sizes = call.list(1);
  if (!call.node.integer("allowzero", 0)) {
    for (size_t i = 0; i < sizes.size(); ++i) {
      if (sizes[i] == 0) sizes[i] = call[0].size(static_cast<int64_t>(i));
    }
  }
  return {call[0].reshape(sizes)};
}

Tensors flatten(const Call& call) {
  const int64_t axis = call.axis(call.node.integer("axis", 1));
  const Sizes in = sizes_of(call[0]);
  return {call[0].reshape({num_elements(Sizes(in.begin(), in.begin() + axis)),
                           num_elements(Sizes(in.begin() + axis, in.end()))})};
}

Tensors squeeze(const Call& call) {
  std::vector<int64_t> axes = call.has(1) ? call.list(1) : call.node.integers("axes");
  for (int64_t& axis : axes) axis = call.axis(axis);
  Sizes sizes;
  for (int64_t i = 0; i < call[0].dim(); ++i) {
    const bool is_named = std::find(axes.begin(), axes.end(), i) != axes.end();
    const bool goes = axes.empty() ? call[0].size(i) == 1 : is_named;
    if (!goes) sizes.push_back(call[0].size(i));
  }
  return {call[0].reshape(sizes)};
}

Tensors unsqueeze(const Call& call) {
  std::vector<int64_t> axes = call.has(1) ? call.list(1) : call.node.integers("axes");
  const int64_t rank = call[0].dim() + static_cast<int64_t>(axes.size());
  for (int64_t& axis : axes) axis = axis < 0 ? axis + rank : axis;
  std::sort(axes.begin(), axes.end());
  Tensor x = call[0];
  for (const int64_t axis : axes) x = x.unsqueeze(axis);
  return {x};
}

Tensors shape(const Call& call) {
  const Sizes sizes = sizes_of(call[0]);
  const int64_t rank = call[0].dim();
  const auto within = [&](int64_t at) {
    return std::clamp<int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const int64_t start = within(call.node.integer("start", 0));
  const int64_t end = std::max(start, within(call.node.integer("end", rank)));
  return {integers(Sizes(sizes.begin() + start, sizes.begin() + end))};
}

Tensors size(const Call& call) { return {torch::scalar_tensor(call[0].numel(), torch::kInt64)}; }

}  // namespace kintsugi::learn::functions
