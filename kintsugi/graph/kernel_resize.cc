#include <algorithm>
#include <cmath>
#include <numeric>

#include "kintsugi/graph/kernels.h"
#include "kintsugi/graph/resampling.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph::kernels {
namespace {

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

}  // namespace

Tensors resize(const KernelCall& call) {
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

Tensors pad(const KernelCall& call) {
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

}  // namespace kintsugi::graph::kernels
