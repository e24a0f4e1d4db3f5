#include <algorithm>
#include <cmath>
#include <numeric>

#include "kintsugi/error.h"
#include "kintsugi/graph/resampling.h"
#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

using graph::ResizeTap;

// A border of one axis that repeats pixels: cut, turned round and joined, which works in every
// precision and memory format, unlike at::reflection_pad2d.
Tensor repeated_border(const Tensor& x, int64_t axis, int64_t begin, int64_t end, bool is_reflect) {
  const int64_t extent = x.size(axis);
  const auto strip = [&](int64_t start, int64_t count, int64_t edge) {
    if (is_reflect) return x.narrow(axis, start, count).flip(axis);
    Sizes sizes = x.sizes().vec();
    sizes[static_cast<size_t>(axis)] = count;
    return x.narrow(axis, edge, 1).expand(sizes);
  };
  Tensors parts;
  if (begin > 0) parts.push_back(strip(1, begin, 0));
  parts.push_back(x);
  if (end > 0) parts.push_back(strip(extent - 1 - end, end, extent - 1));
  return parts.size() == 1 ? x : at::cat(parts, axis);
}

Tensor taken(const Tensor& x, int64_t axis, const std::vector<ResizeTap>& taps) {
  std::vector<int64_t> first, second;
  std::vector<float> weights;
  for (const ResizeTap& tap : taps) {
    first.push_back(tap.first);
    second.push_back(tap.second);
    weights.push_back(tap.weight);
  }
  const auto pick = [&](const std::vector<int64_t>& at) {
    return x.index_select(axis, torch::tensor(at, torch::kInt64).to(x.device()));
  };
  if (std::all_of(weights.begin(), weights.end(), [](float w) { return w == 0; })) {
    return pick(first);
  }
  Sizes beside(static_cast<size_t>(x.dim()), 1);
  beside[static_cast<size_t>(axis)] = static_cast<int64_t>(taps.size());
  const Tensor weight = torch::tensor(weights).to(x.device(), x.scalar_type()).view(beside);
  return pick(first) * (1 - weight) + pick(second) * weight;
}

// The scales of all axes: given, or the ratio of the extents.
struct Scales {
  Sizes out;
  std::vector<double> factors;
};

Scales scales_of(const Call& call) {
  const Sizes in = call[0].sizes().vec();
  Scales scales{in, std::vector<double>(in.size(), 1)};
  std::vector<int64_t> axes(in.size());
  std::iota(axes.begin(), axes.end(), 0);
  axes = call.node.integers("axes", axes);
  const bool has_sizes = call.has(3) && call[3].numel() > 0;
  for (size_t i = 0; i < axes.size(); ++i) {
    const auto axis = static_cast<size_t>(call.axis(axes[i]));
    const auto extent = static_cast<double>(in[axis]);
    if (has_sizes) {
      scales.out[axis] = call.list(3)[i];
      scales.factors[axis] = static_cast<double>(scales.out[axis]) / extent;
    } else {
      scales.factors[axis] = call[2].reshape(-1)[static_cast<int64_t>(i)].item<float>();
      scales.out[axis] = static_cast<int64_t>(std::floor(extent * scales.factors[axis]));
    }
  }
  return scales;
}

// Each pixel `out / in` times, a whole number.
bool repeats_pixels(const std::vector<ResizeTap>& taps, int64_t in) {
  const auto out = static_cast<int64_t>(taps.size());
  for (int64_t i = 0; i < out; ++i) {
    if (out % in != 0 || taps[i].weight != 0 || taps[i].first != i / (out / in)) return false;
  }
  return true;
}

// What LibTorch's bilinear means, and there is nothing else to do.
bool is_bilinear(const Call& call, const Scales& scales) {
  const Sizes in = call[0].sizes().vec();
  const std::string mode = call.node.text("coordinate_transformation_mode", "half_pixel");
  if (call.node.text("mode", "nearest") != "linear" || mode == "asymmetric") return false;
  for (size_t axis = 2; axis < 4; ++axis) {
    const auto exact = static_cast<double>(scales.out[axis]) / static_cast<double>(in[axis]);
    if (mode != "align_corners" && (scales.factors[axis] != exact || scales.out[axis] == 1)) {
      return false;
    }
  }
  return true;
}

Tensors pad(const Call& call) {
  const std::vector<int64_t> pads = call.list(1);
  std::vector<int64_t> axes(pads.size() / 2);
  std::iota(axes.begin(), axes.end(), 0);
  if (call.has(3)) axes = call.list(3);
  const auto rank = static_cast<size_t>(call[0].dim());
  const std::string mode = call.node.text("mode", "constant");
  std::vector<int64_t> constant(2 * rank, 0);  // last axis first
  Tensor x = call[0];
  for (size_t i = 0; i < axes.size(); ++i) {
    const int64_t axis = call.axis(axes[i]), begin = pads[i], end = pads[i + axes.size()];
    const size_t place = 2 * (rank - 1 - static_cast<size_t>(axis));
    if (mode == "constant" || begin < 0) constant[place] = begin;
    if (mode == "constant" || end < 0) constant[place + 1] = end;
    if (mode == "constant") continue;
    check(mode != "reflect" || std::max(begin, end) < x.size(axis), graph::describe(call.node),
          ": cannot reflect ", std::max(begin, end), " pixels of ", x.size(axis));
    x = repeated_border(x, axis, begin, end, mode == "reflect");
  }
  const double value = call.has(2) && call[2].numel() > 0 ? call.number(2) : 0;
  const bool is_nothing = constant == std::vector<int64_t>(constant.size(), 0);
  return {is_nothing ? x : at::constant_pad_nd(x, constant, value)};
}

Tensors resize(const Call& call) {
  Tensor x = call[0];
  const Scales scales = scales_of(call);
  const Sizes in = x.sizes().vec();
  const bool is_picture = in.size() == 4 && scales.factors[0] == 1 && scales.factors[1] == 1;
  std::vector<std::vector<ResizeTap>> taps;
  for (size_t axis = 0; axis < in.size(); ++axis) {
    taps.push_back(graph::resize_taps(call.node, in[axis], scales.out[axis], scales.factors[axis]));
  }
  const bool is_nearest =
      is_picture && repeats_pixels(taps[2], in[2]) && repeats_pixels(taps[3], in[3]);
  if (is_nearest) return {at::upsample_nearest2d(x, {scales.out[2], scales.out[3]})};
  if (is_picture && is_bilinear(call, scales)) {
    const bool is_aligned =
        call.node.text("coordinate_transformation_mode", "half_pixel") == "align_corners";
    return {at::upsample_bilinear2d(x, {scales.out[2], scales.out[3]}, is_aligned)};
  }
  for (size_t axis = 0; axis < in.size(); ++axis) {
    if (scales.factors[axis] == 1) continue;
    x = taken(x, static_cast<int64_t>(axis), taps[axis]);
  }
  return {x};
}

constexpr Function kResize[] = {
    {"Pad", pad},
    {"Resize", resize},
};

}  // namespace

std::span<const Function> resize_functions() { return kResize; }

}  // namespace kintsugi::learn
