#include <algorithm>
#include <cmath>
#include <numeric>

#include "kintsugi/graph/families.h"
#include "kintsugi/graph/resampling.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph {
namespace {

// floor(extent * scale) as an expression where scale is n or 1/n; else an unknown.
Dim scaled(const Operands& in, const Dim& extent, float scale, size_t axis) {
  in.check(scale > 0 && scale < 0x1p20f, "a scale is ", scale);
  if (extent.is_known()) {
    in.check(extent.value() < int64_t{1} << 40, "an extent is ", extent.value());
    return static_cast<int64_t>(std::floor(static_cast<double>(extent.value()) * scale));
  }
  const float inverse = 1 / scale;
  if (scale == std::floor(scale)) return extent * Dim(static_cast<int64_t>(scale));
  if (inverse == std::floor(inverse)) return floor_div(extent, static_cast<int64_t>(inverse));
  return Dim::symbol("?" + std::to_string(axis) + "." + in.node.name);
}

bool is_given(const Operands& in, size_t index) {
  return in.has(index) && !(num_elements(in.shape(index)) == Dim(0));
}

void expect_one_of(const Operands& in, const char* attribute, const char* otherwise,
                   std::initializer_list<const char*> known) {
  const std::string found = in.node.text(attribute, otherwise);
  const bool is_known = std::any_of(known.begin(), known.end(), [&](auto k) { return k == found; });
  in.check(is_known, attribute, " '", found, "' is not supported");
}

Infos infer_pad(const Operands& in) {
  Shape out = in.shape(0);
  expect_one_of(in, "mode", "constant", {"constant", "reflect", "edge"});
  in.need(in[1].elements.has_value(), 1);
  const std::vector<Dim>& pads = *in[1].elements;
  std::vector<int64_t> all(out.size());
  std::iota(all.begin(), all.end(), 0);
  const std::vector<size_t> axes = in.axes(in.has(3) ? in.list(3) : all, out.size());
  in.check(pads.size() == 2 * axes.size(), pads.size(), " pads for ", axes.size(), " axes");
  const bool is_reflect = in.node.text("mode", "constant") == "reflect";
  for (const Dim& amount : pads) {
    in.check(!amount.is_known() || std::abs(amount.value()) < int64_t{1} << 40, "a pad is ",
             amount.to_string());
  }
  for (size_t i = 0; i < axes.size(); ++i) {
    Dim& extent = out[axes[i]];
    for (const Dim& amount : {pads[i], pads[axes.size() + i]}) {
      const Dim room = extent - amount;  // a reflection has extent - 1 pixels to show
      in.check(!is_reflect || !room.is_known() || room.value() >= 1, "cannot reflect ",
               amount.to_string(), " pixels of an extent of ", extent.to_string());
    }
    extent = extent + pads[i] + pads[axes.size() + i];
    in.check(!extent.is_known() || extent.value() >= 0, "pads cut more than there is");
  }
  return {{in[0].type, out, {}, {}}};
}

Infos infer_resize(const Operands& in) {
  const Shape& shape = in.shape(0);
  expect_one_of(in, "mode", "nearest", {"nearest", "linear"});
  expect_one_of(in, "coordinate_transformation_mode", "half_pixel",
                {"half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"});
  expect_one_of(in, "nearest_mode", "round_prefer_floor",
                {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"});
  in.check(in.node.integer("antialias", 0) == 0, "antialias is not supported");
  in.check(is_given(in, 2) != is_given(in, 3), "needs scales or sizes, one of them");
  std::vector<int64_t> all(shape.size());
  std::iota(all.begin(), all.end(), 0);
  const std::vector<size_t> axes = in.axes(in.node.integers("axes", all), shape.size());
  Shape out = shape;
  if (is_given(in, 3)) {
    in.need(in[3].elements.has_value(), 3);
    const std::vector<Dim>& sizes = *in[3].elements;
    in.check(sizes.size() == axes.size(), sizes.size(), " sizes for an input ", to_string(shape));
    for (size_t i = 0; i < axes.size(); ++i) out[axes[i]] = sizes[i];
  } else {
    in.need(bool(in[2].constant), 2);
    const Tensor scales = in[2].constant.to(DataType::kFloat32);
    in.check(scales.size() == static_cast<int64_t>(axes.size()), scales.size(),
             " scales for an input ", to_string(shape));
    for (size_t i = 0; i < axes.size(); ++i) {
      out[axes[i]] = scaled(in, shape[axes[i]], scales.values<float>()[i], axes[i]);
    }
  }
  for (size_t i = 0; i < out.size(); ++i) {
    in.check(!out[i].is_known() || out[i].value() >= 1, "the result would be ", to_string(out));
    in.check(!(shape[i] == Dim(0)), "the input is empty");
  }
  return {{in[0].type, out, {}, {}}};
}

// One axis of `x` replaced: result[.., i, ..] is the weighted sum of two of its elements.
Tensor resampled(const Tensor& x, size_t axis, const std::vector<ResizeTap>& taps) {
  Sizes sizes = x.sizes();
  const int64_t extent = sizes[axis], inner = strides_of(sizes)[axis];
  const int64_t outer = extent ? x.size() / (extent * inner) : 0;
  sizes[axis] = static_cast<int64_t>(taps.size());
  const auto values = x.values<float>();
  std::vector<float> result;
  result.reserve(num_elements(sizes));
  for (int64_t o = 0; o < outer; ++o) {
    for (const ResizeTap& tap : taps) {
      const float* first = values.data() + (o * extent + tap.first) * inner;
      const float* second = values.data() + (o * extent + tap.second) * inner;
      for (int64_t i = 0; i < inner; ++i) {
        // Nearest must copy: 0 * infinity is not 0.
        result.push_back(tap.weight == 0 ? first[i]
                                         : first[i] * (1 - tap.weight) + second[i] * tap.weight);
      }
    }
  }
  return Tensor(sizes, std::move(result));
}

// Index into an axis of `extent` that position `at` (which may lie outside) shows; -1 for none.
int64_t padded_index(int64_t at, int64_t extent, const std::string& mode) {
  if (at >= 0 && at < extent) return at;
  if (mode == "constant" || extent == 0) return -1;
  if (mode == "edge" || extent == 1) return std::clamp<int64_t>(at, 0, extent - 1);
  const int64_t period = 2 * (extent - 1);  // reflect: the border pixel is not repeated
  const int64_t within = ((at % period) + period) % period;
  return within < extent ? within : period - within;
}

Tensors run_resize(const KernelCall& call) {
  Tensor x = call.inputs[0].to(DataType::kFloat32);
  const Sizes &in = call.inputs[0].sizes(), &out = call.output_sizes[0];
  std::vector<double> scales;
  for (size_t axis = 0; axis < in.size(); ++axis) {
    scales.push_back(static_cast<double>(out[axis]) / static_cast<double>(in[axis]));
  }
  if (call.has(2) && call.inputs[2].size() > 0) {  // they may differ from the ratio of extents
    std::vector<int64_t> axes(in.size());
    std::iota(axes.begin(), axes.end(), 0);
    axes = call.node.integers("axes", axes);
    for (size_t i = 0; i < axes.size(); ++i) {
      scales[axes[i] < 0 ? axes[i] + in.size() : axes[i]] = call.inputs[2].values<float>()[i];
    }
  }
  for (size_t axis = 0; axis < in.size(); ++axis) {
    if (scales[axis] == 1) continue;
    x = resampled(x, axis, resize_taps(call.node, in[axis], out[axis], scales[axis]));
  }
  return {x.to(call.inputs[0].type())};
}

Tensors run_pad(const KernelCall& call) {
  const Sizes &in = call.inputs[0].sizes(), &out = call.output_sizes[0];
  const auto pads = call.inputs[1].values<int64_t>();
  std::vector<int64_t> axes(in.size());
  std::iota(axes.begin(), axes.end(), 0);
  if (call.has(3)) {
    axes.assign(call.inputs[3].values<int64_t>().begin(), call.inputs[3].values<int64_t>().end());
  }
  Sizes begin(in.size(), 0);
  for (size_t i = 0; i < axes.size(); ++i) {
    begin[axes[i] < 0 ? axes[i] + in.size() : axes[i]] = pads[i];
  }
  const std::string mode = call.node.text("mode", "constant");
  const Sizes dense = strides_of(in), out_dense = strides_of(out);
  std::vector<std::vector<int64_t>> offsets(in.size());  // per axis and output index; -1: outside
  for (size_t axis = 0; axis < in.size(); ++axis) {
    for (int64_t i = 0; i < out[axis]; ++i) {
      const int64_t index = padded_index(i - begin[axis], in[axis], mode);
      offsets[axis].push_back(index < 0 ? -1 : index * dense[axis]);
    }
  }
  const auto fill = [&](auto values, auto outside) {
    using T = typename decltype(values)::value_type;
    std::vector<T> result(num_elements(out));
    for (int64_t i = 0; i < static_cast<int64_t>(result.size()); ++i) {
      int64_t source = 0;
      for (size_t axis = 0; axis < out.size() && source >= 0; ++axis) {
        const int64_t offset = offsets[axis][i / out_dense[axis] % out[axis]];
        source = offset < 0 ? -1 : source + offset;
      }
      result[i] = source < 0 ? outside : values[source];
    }
    return Tensor(out, std::move(result));
  };
  const bool has_value = call.has(2) && call.inputs[2].size() > 0;
  if (call.is_float()) {
    const Tensor value = has_value ? call.inputs[2].to(DataType::kFloat32) : Tensor::scalar(0.0f);
    return {fill(call.inputs[0].values<float>(), value.values<float>()[0])};
  }
  const Tensor value = has_value ? call.inputs[2].to(DataType::kInt64) : Tensor::scalar(int64_t{0});
  return {fill(call.inputs[0].values<int64_t>(), value.values<int64_t>()[0])};
}

constexpr Operator kResize[] = {
    {"Pad", 2, 4, infer_pad, run_pad, Positions::kPadded},
    {"Resize", 1, 4, infer_resize, run_resize, Positions::kResized},
};

}  // namespace

std::span<const Operator> resize_operators() { return kResize; }

}  // namespace kintsugi::graph
