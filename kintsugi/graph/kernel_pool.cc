#include <algorithm>
#include <cmath>
#include <limits>

#include "kintsugi/error.h"
#include "kintsugi/graph/kernels.h"
#include "kintsugi/graph/windows.h"

namespace kintsugi::graph::kernels {
namespace {

// The taps of window `w` on an axis: input indices within the picture, and how many a divisor that
// counts padding would count.
struct Taps {
  std::vector<int64_t> at;
  int64_t num_with_padding = 0;
};

Taps taps_of(const Windows& windows, size_t axis, int64_t w, int64_t extent) {
  const auto [begin, end] = windows.pads(axis, extent);
  Taps taps;
  for (int64_t t = 0; t < windows.kernel[axis]; ++t) {
    const int64_t at = w * windows.strides[axis] + t * windows.dilations[axis] - begin;
    if (at >= 0 && at < extent) taps.at.push_back(at);
    if (at < extent + end) ++taps.num_with_padding;  // ceil_mode may look beyond the padding
  }
  return taps;
}

// Two axes of every tensor here; a missing height is 1.
std::vector<Taps> all_taps(const Windows& windows, size_t axis, int64_t count, int64_t extent) {
  std::vector<Taps> taps;
  for (int64_t w = 0; w < count; ++w) taps.push_back(taps_of(windows, axis, w, extent));
  return taps;
}

// Mean and inverse deviation of `count` numbers, in double.
std::pair<double, double> statistics(const float* x, int64_t count, float epsilon) {
  double sum = 0, squares = 0;
  for (int64_t i = 0; i < count; ++i) sum += x[i];
  const double mean = sum / static_cast<double>(count);
  for (int64_t i = 0; i < count; ++i) squares += (x[i] - mean) * (x[i] - mean);
  return {mean, 1 / std::sqrt(squares / static_cast<double>(count) + epsilon)};
}

}  // namespace

Tensors pool(const KernelCall& call) {
  const Tensor image = call.inputs[0].to(DataType::kFloat32);
  const Sizes &in = image.sizes(), &out = call.output_sizes[0];
  check(in.size() <= 4, describe(call.node), ": only one or two spatial axes are supported");
  const Windows windows(call.node, call.node.integers("kernel_shape"));
  const bool has_height = in.size() == 4;
  const size_t last = has_height ? 1 : 0;
  const Taps one{{0}, 1};
  const auto rows = has_height ? all_taps(windows, 0, out[2], in[2]) : std::vector<Taps>{one};
  const auto columns = all_taps(windows, last, out.back(), in.back());
  const bool is_max = call.node.op == "MaxPool";
  const bool counts_padding = call.node.integer("count_include_pad", 0) != 0;
  const int64_t pixels = (has_height ? in[2] : 1) * in.back(), width = in.back();
  std::vector<float> result;
  result.reserve(num_elements(out));
  for (int64_t plane = 0; plane < in[0] * in[1]; ++plane) {
    const float* x = image.values<float>().data() + plane * pixels;
    for (const Taps& row : rows) {
      for (const Taps& column : columns) {
        float largest = -std::numeric_limits<float>::infinity();
        double sum = 0;
        for (const int64_t i : row.at) {
          for (const int64_t j : column.at) {
            largest = std::max(largest, x[i * width + j]);
            sum += x[i * width + j];
          }
        }
        const auto count = static_cast<double>(
            counts_padding ? row.num_with_padding * column.num_with_padding
                           : static_cast<int64_t>(row.at.size() * column.at.size()));
        result.push_back(is_max ? largest : static_cast<float>(sum / count));
      }
    }
  }
  return {Tensor(out, std::move(result))};
}

Tensors global_pool(const KernelCall& call) {
  const Tensor image = call.inputs[0].to(DataType::kFloat32);
  const int64_t planes = image.sizes()[0] * image.sizes()[1];
  const int64_t pixels = planes ? image.size() / planes : 0;
  std::vector<float> result;
  for (int64_t plane = 0; plane < planes; ++plane) {
    const auto x = image.values<float>().subspan(plane * pixels, pixels);
    double sum = 0;
    float largest = -std::numeric_limits<float>::infinity();
    for (const float value : x) {
      sum += value;
      largest = std::max(largest, value);
    }
    const bool is_max = call.node.op == "GlobalMaxPool";
    result.push_back(is_max ? largest : static_cast<float>(sum / static_cast<double>(pixels)));
  }
  return {Tensor(call.output_sizes[0], std::move(result))};
}

Tensors batch_norm(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const auto scale = call.inputs[1].values<float>(), bias = call.inputs[2].values<float>();
  const auto mean = call.inputs[3].values<float>(), variance = call.inputs[4].values<float>();
  const float epsilon = call.node.real("epsilon", 1e-5f);
  const int64_t channels = x.sizes()[1];
  const int64_t pixels = x.size() / std::max<int64_t>(1, x.sizes()[0] * channels);
  std::vector<float> result(x.values<float>().begin(), x.values<float>().end());
  for (size_t i = 0; i < result.size(); ++i) {
    const int64_t c = static_cast<int64_t>(i) / pixels % channels;
    result[i] = (result[i] - mean[c]) / std::sqrt(variance[c] + epsilon) * scale[c] + bias[c];
  }
  return {Tensor(x.sizes(), std::move(result))};
}

Tensors instance_norm(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const auto scale = call.inputs[1].values<float>(), bias = call.inputs[2].values<float>();
  const int64_t channels = x.sizes()[1], planes = x.sizes()[0] * channels;
  const int64_t pixels = planes ? x.size() / planes : 0;
  std::vector<float> result(x.values<float>().begin(), x.values<float>().end());
  for (int64_t plane = 0; plane < planes; ++plane) {
    float* row = result.data() + plane * pixels;
    const auto [mean, inverse] = statistics(row, pixels, call.node.real("epsilon", 1e-5f));
    const int64_t c = plane % channels;
    for (int64_t i = 0; i < pixels; ++i) {
      row[i] = static_cast<float>((row[i] - mean) * inverse) * scale[c] + bias[c];
    }
  }
  return {Tensor(x.sizes(), std::move(result))};
}

Tensors layer_norm(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const auto rank = static_cast<int64_t>(x.sizes().size());
  const int64_t given = call.node.integer("axis", -1), axis = given < 0 ? given + rank : given;
  const Sizes normalized(x.sizes().begin() + axis, x.sizes().end());
  const int64_t count = num_elements(normalized);
  const auto full = [&](size_t index) {  // scale and bias may broadcast
    const KernelCall wide{{"Expand", "", {}, {}, {}}, {call.inputs[index]}, {normalized}};
    return expand(wide)[0];
  };
  const Tensor scale = full(1), bias = call.has(2) ? full(2) : Tensor();
  std::vector<float> result(x.values<float>().begin(), x.values<float>().end());
  for (int64_t start = 0; start < x.size(); start += count) {
    const auto [mean, inverse] =
        statistics(result.data() + start, count, call.node.real("epsilon", 1e-5f));
    for (int64_t i = 0; i < count; ++i) {
      const auto normal = static_cast<float>((result[start + i] - mean) * inverse);
      result[start + i] = normal * scale.values<float>()[i] + (bias ? bias.values<float>()[i] : 0);
    }
  }
  return {Tensor(x.sizes(), std::move(result))};
}

}  // namespace kintsugi::graph::kernels
