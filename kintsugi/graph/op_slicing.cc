#include <algorithm>
#include <numeric>

#include "kintsugi/error.h"
#include "kintsugi/graph/families.h"
#include "kintsugi/graph/slices.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph {
namespace {

// Extent of start:end of a symbolic extent, where an expression can say it; else an unknown.
Dim sliced_extent(const Operands& in, int64_t start, int64_t end, int64_t step, const Dim& extent,
                  size_t axis) {
  if (extent.is_known()) return slice_axis(start, end, step, extent.value()).count;
  const Dim unknown = Dim::symbol("?" + std::to_string(axis) + "." + in.node.name);
  if (step != 1) return unknown;
  const bool is_open = end > int64_t{1} << 30;
  if (start >= 0 && is_open) return extent - Dim(start);
  if (start >= 0 && end < 0) return extent + Dim(end) - Dim(start);
  if (start >= 0 && end >= start) return end - start;  // the picture is taken to be large enough
  if (start < 0 && is_open) return Dim(0) - Dim(start);
  return start < 0 && end < 0 && end >= start ? Dim(end) - Dim(start) : unknown;
}

Infos infer_concat(const Operands& in) {
  Shape out = in.shape(0);
  const size_t axis = in.axis(in.node.integer("axis", 0), out.size());
  for (size_t i = 1; i < in.count(); ++i) {
    const Shape& next = in.shape(i, out.size());
    in.check(in[i].type == in[0].type, "inputs are ", name(in[0].type), " and ", name(in[i].type),
             ", expected one type");
    for (size_t d = 0; d < out.size(); ++d) {
      if (d == axis) continue;
      in.check(may_be_equal({out[d]}, {next[d]}), "inputs are ", to_string(in.shape(0)), " and ",
               to_string(next), ", which differ beside axis ", axis);
      // Symbols that may be equal must be: the number says more than a symbol, and of two
      // expressions the shorter one reads better.
      if (next[d].is_known()) out[d] = next[d];
      if (!out[d].is_known() && next[d].to_string().size() < out[d].to_string().size()) {
        out[d] = next[d];
      }
    }
    out[axis] = out[axis] + next[axis];
  }
  return {{in[0].type, out, {}, {}}};
}

Infos infer_split(const Operands& in) {
  const Shape& shape = in.shape(0);
  const size_t axis = in.axis(in.node.integer("axis", 0), shape.size());
  const size_t count = in.node.outputs.size();
  in.check(count > 0, "has no outputs");
  std::vector<Dim> parts;
  if (in.has(1)) {
    const std::vector<int64_t> list = in.list(1);
    parts.assign(list.begin(), list.end());
    Dim sum;
    for (const int64_t part : list) {
      in.check(part >= 0, "a part has the extent ", part);
      sum = sum + Dim(part);
    }
    in.check(parts.size() == count && may_be_equal({sum}, {shape[axis]}), parts.size(),
             " parts of together ", sum.to_string(), " for an extent ", shape[axis].to_string(),
             " and ", count, " outputs");
  } else {
    // ONNX: equal parts, the last one smaller where the extent has no such parts.
    const Dim part = ceil_div(shape[axis], static_cast<int64_t>(count));
    parts.assign(count, part);
    parts.back() = shape[axis] - part * Dim(static_cast<int64_t>(count) - 1);
  }
  Infos outputs;
  for (const Dim& part : parts) {
    outputs.push_back({in[0].type, shape, {}, {}});
    outputs.back().shape[axis] = part;
  }
  return outputs;
}

Infos infer_slice(const Operands& in) {
  Shape out = in.shape(0);
  const std::vector<int64_t> starts = in.list(1), ends = in.list(2);
  std::vector<int64_t> all(starts.size());
  std::iota(all.begin(), all.end(), 0);
  const std::vector<size_t> axes = in.axes(in.has(3) ? in.list(3) : all, out.size());
  const std::vector<int64_t> steps =
      in.has(4) ? in.list(4) : std::vector<int64_t>(starts.size(), 1);
  in.check(
      starts.size() == ends.size() && starts.size() == axes.size() && starts.size() == steps.size(),
      "starts, ends, axes and steps have different lengths");
  for (size_t i = 0; i < axes.size(); ++i) {
    in.check(steps[i] != 0, "a step is 0");
    out[axes[i]] = sliced_extent(in, starts[i], ends[i], steps[i], out[axes[i]], i);
  }
  return {{in[0].type, out, {}, {}}};
}

Infos infer_gather(const Operands& in) {
  const Shape &data = in.shape(0), &indices = in.shape(1);
  in.check(!is_floating(in[1].type), "indices are ", name(in[1].type), ", expected integers");
  const size_t axis = in.axis(in.node.integer("axis", 0), data.size());
  // One number an index, so that the indices' axes, which may be none, replace the one gathered.
  Shape out(data.begin(), data.begin() + axis);
  out.insert(out.end(), indices.begin(), indices.end());
  out.insert(out.end(), data.begin() + axis + 1, data.end());
  return {{in[0].type, out, {}, {}}};
}

std::optional<Elements> concat_elements(const Operands& in, const ValueInfo& output) {
  if (output.shape.size() != 1) return {};
  Elements result;
  for (size_t i = 0; i < in.count(); ++i) {
    const std::optional<Elements> part = in.has(i) ? elements_of(in[i]) : std::nullopt;
    if (!part) return {};
    result.insert(result.end(), part->begin(), part->end());
  }
  return result;
}

std::optional<Elements> slice_elements(const Operands& in, const ValueInfo&) {
  const std::optional<Elements> data = elements_of(in[0]);
  if (!data || in.shape(0).size() != 1 || in.list(1).size() != 1) return {};
  const int64_t step = in.has(4) ? in.list(4)[0] : 1;
  const AxisSlice slice =
      slice_axis(in.list(1)[0], in.list(2)[0], step, static_cast<int64_t>(data->size()));
  Elements result;
  for (int64_t i = 0; i < slice.count; ++i) result.push_back((*data)[slice.start + i * slice.step]);
  return result;
}

std::optional<Elements> gather_elements(const Operands& in, const ValueInfo&) {
  const std::optional<Elements> data = elements_of(in[0]);
  if (!data || in.shape(0).size() != 1 || !in[1].constant) return {};
  Elements result;
  for (const int64_t index : in.list(1)) {
    const auto count = static_cast<int64_t>(data->size());
    in.check(index >= -count && index < count, "index ", index, " is not within ", count);
    result.push_back((*data)[index < 0 ? index + count : index]);
  }
  return result;
}

std::vector<int64_t> list(const Tensor& tensor) {
  const auto values = tensor.values<int64_t>();
  return {values.begin(), values.end()};
}

int64_t from_front(int64_t axis, const Tensor& tensor) {
  return axis < 0 ? axis + static_cast<int64_t>(tensor.sizes().size()) : axis;
}

Tensors run_concat(const KernelCall& call) {
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

Tensors run_split(const KernelCall& call) {
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

Tensors run_slice(const KernelCall& call) {
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

Tensors run_gather(const KernelCall& call) {
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

constexpr Operator kSlicing[] = {
    {"Concat", 1, kAnyNumber, infer_concat, run_concat, Positions::kChannels, concat_elements},
    {"Split", 1, 2, infer_split, run_split, Positions::kChannels},
    {"Slice", 3, 5, infer_slice, run_slice, Positions::kSliced, slice_elements},
    {"Gather", 2, 2, infer_gather, run_gather, Positions::kMixed, gather_elements},
};

}  // namespace

std::span<const Operator> slicing_operators() { return kSlicing; }

}  // namespace kintsugi::graph
