#include <algorithm>
#include <cmath>
#include <numeric>

#include "kintsugi/error.h"
#include "kintsugi/graph/kernels.h"
#include "kintsugi/graph/slices.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph::kernels {
namespace {

std::vector<int64_t> list(const Tensor& tensor) {
  const auto values = tensor.values<int64_t>();
  return {values.begin(), values.end()};
}

int64_t from_front(int64_t axis, const Tensor& tensor) {
  return axis < 0 ? axis + static_cast<int64_t>(tensor.sizes().size()) : axis;
}

// What all of these do: the result's element at a position is the input's at start + its strides.
Tensor picked(const Tensor& x, const Sizes& sizes, const Sizes& strides, int64_t start = 0) {
  const auto pick = [&](auto values) {
    using T = typename decltype(values)::value_type;
    std::vector<T> result;
    result.reserve(num_elements(sizes));
    walk<1>(sizes, {strides}, [&](const auto& at) { result.push_back(values[at[0]]); }, {start});
    return Tensor(sizes, std::move(result));
  };
  return x.type() == DataType::kFloat32 ? pick(x.values<float>()) : pick(x.values<int64_t>());
}

// Reads [.., a, b, ..] through a reshape to `split`, a permutation, and a reshape to `sizes`.
Tensor permuted(const Tensor& x, const Sizes& split, const std::vector<int>& order,
                const Sizes& sizes) {
  const Sizes dense = strides_of(split);
  Sizes wide, strides;
  for (const int axis : order) {
    wide.push_back(split[axis]);
    strides.push_back(dense[axis]);
  }
  return picked(x, wide, strides).reshaped(sizes);
}

}  // namespace

Tensors concat(const KernelCall& call) {
  const int64_t axis = from_front(call.node.integer("axis", 0), call.inputs[0]);
  const auto join = [&]<class T>(T) {
    std::vector<T> result;
    const Sizes& out = call.output_sizes[0];
    const int64_t outer = num_elements(Sizes(out.begin(), out.begin() + axis));
    for (int64_t i = 0; i < outer; ++i) {
      for (const Tensor& input : call.inputs) {
        const int64_t count = input.size() / outer;
        const auto part = input.values<T>().subspan(i * count, count);
        result.insert(result.end(), part.begin(), part.end());
      }
    }
    return Tensor(out, std::move(result));
  };
  return {call.is_float() ? join(float{}) : join(int64_t{})};
}

Tensors split(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const int64_t axis = from_front(call.node.integer("axis", 0), x);
  const Sizes strides = strides_of(x.sizes());
  Tensors parts;
  int64_t start = 0;
  for (const Sizes& sizes : call.output_sizes) {
    parts.push_back(picked(x, sizes, strides, start * strides[axis]));
    start += sizes[axis];
  }
  return parts;
}

Tensors slice(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const std::vector<int64_t> starts = list(call.inputs[1]), ends = list(call.inputs[2]);
  std::vector<int64_t> axes(starts.size());
  std::iota(axes.begin(), axes.end(), 0);
  if (call.has(3)) axes = list(call.inputs[3]);
  Sizes strides = strides_of(x.sizes());
  int64_t start = 0;
  for (size_t i = 0; i < axes.size(); ++i) {
    const int64_t axis = from_front(axes[i], x), step = call.has(4) ? list(call.inputs[4])[i] : 1;
    const AxisSlice cut = slice_axis(starts[i], ends[i], step, x.sizes()[axis]);
    if (cut.count == 0) return {picked(x, call.output_sizes[0], strides)};  // nothing to pick
    start += cut.start * strides[axis];
    strides[axis] *= cut.count > 1 ? cut.step : 1;
  }
  return {picked(x, call.output_sizes[0], strides, start)};
}

Tensors gather(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const int64_t axis = from_front(call.node.integer("axis", 0), x);
  const int64_t extent = x.sizes()[axis], inner = strides_of(x.sizes())[axis];
  const int64_t outer = num_elements(Sizes(x.sizes().begin(), x.sizes().begin() + axis));
  const auto take = [&](auto values) {
    using T = typename decltype(values)::value_type;
    std::vector<T> result;
    for (int64_t i = 0; i < outer; ++i) {
      for (const int64_t index : call.inputs[1].values<int64_t>()) {
        check(index >= -extent && index < extent, describe(call.node), ": index ", index,
              " is not within ", extent);
        const int64_t at = (i * extent + (index < 0 ? index + extent : index)) * inner;
        const auto part = values.subspan(at, inner);
        result.insert(result.end(), part.begin(), part.end());
      }
    }
    return Tensor(call.output_sizes[0], std::move(result));
  };
  return {call.is_float() ? take(x.values<float>()) : take(x.values<int64_t>())};
}

Tensors transpose(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  std::vector<int64_t> reversed(x.sizes().size());
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  const Sizes dense = strides_of(x.sizes());
  Sizes strides;
  for (const int64_t axis : call.node.integers("perm", reversed)) {
    strides.push_back(dense[from_front(axis, x)]);
  }
  return {picked(x, call.output_sizes[0], strides)};
}

Tensors expand(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  return {picked(x, call.output_sizes[0], broadcast_strides(x.sizes(), call.output_sizes[0]))};
}

Tensors tile(const KernelCall& call) {
  // [a, b] repeated [r, s] times is [r, a, s, b] with strides of 0 along r and s.
  const Tensor& x = call.inputs[0];
  const Sizes dense = strides_of(x.sizes());
  const auto repeats = call.inputs[1].values<int64_t>();
  Sizes wide, strides;
  for (size_t i = 0; i < dense.size(); ++i) {
    wide.insert(wide.end(), {repeats[i], x.sizes()[i]});
    strides.insert(strides.end(), {0, dense[i]});
  }
  return {picked(x, wide, strides).reshaped(call.output_sizes[0])};
}

Tensors depth_to_space(const KernelCall& call) {
  const Sizes &in = call.inputs[0].sizes(), &out = call.output_sizes[0];
  const int64_t b = call.node.integer("blocksize", 1);
  if (call.node.text("mode", "DCR") == "CRD") {
    return {permuted(call.inputs[0], {in[0], out[1], b, b, in[2], in[3]}, {0, 1, 4, 2, 5, 3}, out)};
  }
  return {permuted(call.inputs[0], {in[0], b, b, out[1], in[2], in[3]}, {0, 3, 4, 1, 5, 2}, out)};
}

Tensors space_to_depth(const KernelCall& call) {
  const Sizes &in = call.inputs[0].sizes(), &out = call.output_sizes[0];
  const int64_t b = call.node.integer("blocksize", 1);
  return {permuted(call.inputs[0], {in[0], in[1], out[2], b, out[3], b}, {0, 3, 5, 1, 2, 4}, out)};
}

Tensors shape(const KernelCall& call) {
  // Opset 15's start and end: the inference has cut them, so count from the one that is kept.
  const auto rank = static_cast<int64_t>(call.inputs[0].sizes().size());
  const int64_t given = call.node.integer("start", 0);
  const int64_t start =
      std::clamp<int64_t>(given < 0 ? std::max(given, -rank) + rank : given, 0, rank);
  const auto first = call.inputs[0].sizes().begin() + start;
  return {Tensor(call.output_sizes[0], Sizes(first, first + call.output_sizes[0][0]))};
}

Tensors size(const KernelCall& call) { return {Tensor::scalar(call.inputs[0].size())}; }

Tensors constant(const KernelCall& call) { return {constant_value(call.node)}; }

Tensors constant_of_shape(const KernelCall& call) {
  const Attribute* value = call.node.find("value");
  const Tensor fill = value ? std::get<Tensor>(*value).reshaped({}) : Tensor::scalar(0.0f);
  const Sizes& sizes = call.output_sizes[0];
  const auto wide = fill.to(is_floating(fill.type()) ? DataType::kFloat32 : DataType::kInt64);
  return {picked(wide, sizes, Sizes(sizes.size(), 0))};
}

Tensors range(const KernelCall& call) {
  const Tensor &start = call.inputs[0], &delta = call.inputs[2];
  std::vector<float> floats;
  std::vector<int64_t> integers;
  for (int64_t i = 0; i < call.output_sizes[0][0]; ++i) {
    if (call.is_float()) {
      floats.push_back(start.values<float>()[0] + static_cast<float>(i) * delta.values<float>()[0]);
    } else {
      integers.push_back(integers.empty() ? start.values<int64_t>()[0]
                                          : integers.back() + delta.values<int64_t>()[0]);
    }
  }
  if (call.is_float()) return {Tensor(call.output_sizes[0], std::move(floats))};
  return {Tensor(call.output_sizes[0], std::move(integers))};
}

}  // namespace kintsugi::graph::kernels
