#include <algorithm>
#include <limits>

#include "kintsugi/error.h"
#include "kintsugi/graph/families.h"
#include "kintsugi/graph/windows.h"

namespace kintsugi::graph {
namespace {

Infos infer_pool(const Operands& in) {
  const Shape& image = in.shape(0);
  in.check(image.size() >= 3, "input is ", to_string(image), ", expected [N, C, H, W]");
  const std::vector<int64_t> kernel = in.node.integers("kernel_shape");
  in.check(kernel.size() + 2 == image.size(), "kernel_shape has ", kernel.size(),
           " extents for an input ", to_string(image));
  in.check(in.node.outputs.size() < 2 || in.node.outputs[1].empty(), "indices are not supported");
  const Windows windows(in.node, kernel);
  Shape out = {image[0], image[1]};
  for (size_t i = 0; i < kernel.size(); ++i) out.push_back(windows.num_windows(i, image[i + 2]));
  return {{in[0].type, out, {}, {}}, {DataType::kInt64, out, {}, {}}};
}

Infos infer_global_pool(const Operands& in) {
  Shape out = in.shape(0);
  in.check(out.size() >= 3, "input is ", to_string(out), ", expected [N, C, H, W]");
  std::fill(out.begin() + 2, out.end(), Dim(1));
  return {{in[0].type, out, {}, {}}};
}

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

Tensors run_pool(const KernelCall& call) {
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

Tensors run_global_pool(const KernelCall& call) {
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

constexpr Operator kPooling[] = {
    {"MaxPool", 1, 1, infer_pool, run_pool, Positions::kWindows},
    {"AveragePool", 1, 1, infer_pool, run_pool, Positions::kWindows},
    {"GlobalAveragePool", 1, 1, infer_global_pool, run_global_pool},
    {"GlobalMaxPool", 1, 1, infer_global_pool, run_global_pool},
};

}  // namespace

std::span<const Operator> pooling_operators() { return kPooling; }

}  // namespace kintsugi::graph
