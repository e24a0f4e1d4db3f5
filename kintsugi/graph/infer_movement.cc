#include <algorithm>
#include <numeric>

#include "kintsugi/graph/infer_functions.h"
#include "kintsugi/graph/slices.h"

namespace kintsugi::graph {

AxisSlice slice_axis(int64_t start, int64_t end, int64_t step, int64_t extent) {
  constexpr int64_t kFar = int64_t{1} << 60;  // files write INT64_MAX for "to the end"
  const auto from_front = [&](int64_t at) {
    at = std::clamp(at, -kFar, kFar);
    return at < 0 ? at + extent : at;
  };
  AxisSlice slice{.start = from_front(start), .step = std::clamp(step, -kFar, kFar)};
  end = from_front(end);
  if (step > 0) {
    slice.start = std::clamp<int64_t>(slice.start, 0, extent);
    end = std::clamp<int64_t>(end, 0, extent);
    if (end > slice.start) slice.count = (end - slice.start - 1) / slice.step + 1;
  } else {
    slice.start = std::clamp<int64_t>(slice.start, 0, std::max<int64_t>(0, extent - 1));
    end = std::clamp<int64_t>(end, -1, extent - 1);
    if (end < slice.start) slice.count = (slice.start - end - 1) / -slice.step + 1;
  }
  return slice;
}

namespace infer_functions {
namespace {

// Extent of start:end of a symbolic extent, where an expression can say it; else an unknown.
Dim sliced(const Operands& in, int64_t start, int64_t end, int64_t step, const Dim& extent,
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

}  // namespace

Infos concat(const Operands& in) {
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
      if (next[d].is_known()) out[d] = next[d];
      if (!out[d].is_known() && next[d].to_string().size() < out[d].to_string().size()) {
        out[d] = next[d];
      }
    }
    out[axis] = out[axis] + next[axis];
  }
  return {{in[0].type, out, {}, {}}};
}

Infos split(const Operands& in) {
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

Infos slice(const Operands& in) {
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
    out[axes[i]] = sliced(in, starts[i], ends[i], steps[i], out[axes[i]], i);
  }
  return {{in[0].type, out, {}, {}}};
}

Infos gather(const Operands& in) {
  const Shape &data = in.shape(0), &indices = in.shape(1);
  in.check(!is_floating(in[1].type), "indices are ", name(in[1].type), ", expected integers");
  const size_t axis = in.axis(in.node.integer("axis", 0), data.size());
  Shape out(data.begin(), data.begin() + axis);
  out.insert(out.end(), indices.begin(), indices.end());
  out.insert(out.end(), data.begin() + axis + 1, data.end());
  return {{in[0].type, out, {}, {}}};
}

Infos transpose(const Operands& in) {
  const Shape& shape = in.shape(0);
  std::vector<int64_t> reversed(shape.size());
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  const std::vector<size_t> order = in.axes(in.node.integers("perm", reversed), shape.size());
  in.check(order.size() == shape.size(), "perm has ", order.size(), " axes for an input ",
           to_string(shape));
  Shape out;
  for (const size_t axis : order) out.push_back(shape[axis]);
  return {{in[0].type, out, {}, {}}};
}

Infos expand(const Operands& in) {
  in.need(in[1].elements.has_value(), 1);
  return {{in[0].type, broadcast(in, in.shape(0), *in[1].elements), {}, {}}};
}

Infos tile(const Operands& in) {
  Shape out = in.shape(0);
  in.need(in[1].elements.has_value(), 1);
  in.check(in[1].elements->size() == out.size(), "has ", in[1].elements->size(),
           " repeats for an input ", to_string(out));
  for (size_t i = 0; i < out.size(); ++i) out[i] = out[i] * (*in[1].elements)[i];
  return {{in[0].type, out, {}, {}}};
}

Infos depth_to_space(const Operands& in) {
  Shape out = in.shape(0, 4);
  const int64_t block = in.node.integer("blocksize", 0);
  in.check(block > 0 && block < 1 << 15, "blocksize is ", block);
  const std::string mode = in.node.text("mode", "DCR");
  in.check(mode == "DCR" || mode == "CRD", "there is no mode '", mode, "'");
  in.check(!out[1].is_known() || out[1].value() % (block * block) == 0, "input is ", to_string(out),
           ", expected channels that ", block * block, " divides");
  out = {out[0], floor_div(out[1], block * block), out[2] * Dim(block), out[3] * Dim(block)};
  return {{in[0].type, out, {}, {}}};
}

Infos space_to_depth(const Operands& in) {
  const Shape& shape = in.shape(0, 4);
  const int64_t block = in.node.integer("blocksize", 0);
  in.check(block > 0 && block < 1 << 15, "blocksize is ", block);
  for (const size_t axis : {2, 3}) {
    in.check(!shape[axis].is_known() || shape[axis].value() % block == 0, "input is ",
             to_string(shape), ", expected extents that ", block, " divides");
  }
  return {{in[0].type,
           {shape[0], shape[1] * Dim(block * block), floor_div(shape[2], block),
            floor_div(shape[3], block)},
           {},
           {}}};
}

}  // namespace infer_functions
}  // namespace kintsugi::graph
