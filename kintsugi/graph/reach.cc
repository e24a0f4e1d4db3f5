#include "kintsugi/graph/reach.h"

#include "kintsugi/error.h"
#include "kintsugi/graph/operators.h"
#include "kintsugi/graph/resampling.h"
#include "kintsugi/graph/slices.h"
#include "kintsugi/graph/windows.h"

namespace kintsugi::graph {

Reach Follower::convolved(const Node& node, int64_t count) {
  const Reach& from = reach(node.inputs.at(0));
  const auto in = static_cast<int64_t>(from.size());
  Sizes kernel = node.integers("kernel_shape");
  if (node.op.starts_with("Conv")) {
    const Sizes weight = sizes_of(infos_.at(node.inputs.at(1)).shape);
    kernel.assign(weight.begin() + 2, weight.end());
  }
  const Windows windows(node, kernel);
  const size_t axis = axis_ - 2;
  const bool is_transposed = node.op == "ConvTranspose";
  const int64_t pad =
      is_transposed ? windows.transposed_pads(axis, in).first : windows.pads(axis, in).first;
  Reach result(count);
  const int64_t num_windows = is_transposed ? in : count;
  for (int64_t w = 0; w < num_windows; ++w) {
    for (int64_t tap = 0; tap < windows.kernel[axis]; ++tap) {
      const int64_t at = w * windows.strides[axis] + tap * windows.dilations[axis] - pad;
      if (at < 0 || at >= (is_transposed ? count : in)) continue;
      result[is_transposed ? at : w].join(from[is_transposed ? w : at]);
    }
  }
  return result;
}

Reach Follower::padded(const Node& node, int64_t count) {
  const Reach& from = reach(node.inputs.at(0));
  const Tensor pads = infos_.at(node.inputs.at(1)).constant;
  if (node.has_input(3) || !pads) return mixed(node);
  const int64_t before = pads.to(DataType::kInt64).values<int64_t>()[axis_];
  const auto in = static_cast<int64_t>(from.size());
  Reach result(count);
  for (int64_t i = 0; i < count; ++i) {
    // Reflected and repeated borders show pixels near the border; the field away from it is what
    // counts, so they add nothing.
    if (i - before >= 0 && i - before < in) result[i] = from[i - before];
  }
  return result;
}

Reach Follower::sliced(const Node& node, int64_t count) {
  const Reach& from = reach(node.inputs.at(0));
  const auto list = [&](size_t index) {
    const Tensor integers = infos_.at(node.inputs[index]).constant.to(DataType::kInt64);
    return Sizes(integers.values<int64_t>().begin(), integers.values<int64_t>().end());
  };
  if (!node.has_input(3)) return mixed(node);
  const Sizes starts = list(1), ends = list(2), axes = list(3);
  Reach result = from;
  for (size_t i = 0; i < axes.size(); ++i) {
    if ((axes[i] + 4) % 4 != static_cast<int64_t>(axis_)) continue;
    const int64_t step = node.has_input(4) ? list(4)[i] : 1;
    const AxisSlice cut = slice_axis(starts[i], ends[i], step, static_cast<int64_t>(from.size()));
    result.clear();
    for (int64_t at = 0; at < cut.count; ++at) result.push_back(from[cut.start + at * cut.step]);
  }
  result.resize(count);
  return result;
}

Reach Follower::resized(const Node& node, int64_t count) {
  const Reach& from = reach(node.inputs.at(0));
  const auto in = static_cast<int64_t>(from.size());
  double scale = static_cast<double>(count) / static_cast<double>(in);
  if (node.has_input(2)) {
    const Tensor scales = infos_.at(node.inputs[2]).constant;
    if (scales && scales.size() == 4) scale = scales.to(DataType::kFloat32).values<float>()[axis_];
  }
  Reach result;
  for (const ResizeTap& tap : resize_taps(node, in, count, scale)) {
    result.push_back(from[tap.first]);
    if (tap.weight != 0) result.back().join(from[tap.second]);
  }
  return result;
}

void Follower::follow(const Node& node) {
  for (const std::string& output : node.outputs) {
    if (!output.empty()) reaches_[output] = reach_of(node, output);
  }
}

Reach Follower::reach_of(const Node& node, const std::string& output) {
  const Positions positions = find_operator(node.op)->positions;
  if (positions == Positions::kSizesOnly) return {Span{}};
  const bool is_picture = infos_.at(output).shape.size() == 4 && !node.inputs.empty() &&
                          infos_.at(node.inputs[0]).shape.size() == 4;
  if (!is_picture) return mixed(node);
  const int64_t count = extent(output);
  switch (positions) {
    case Positions::kKept:
      return joined(node, count);
    case Positions::kChannels:
      return node.integer("axis", 0) == 1 ? joined(node, count) : mixed(node);
    case Positions::kWindows:
      return convolved(node, count);
    case Positions::kPadded:
      return padded(node, count);
    case Positions::kSliced:
      return sliced(node, count);
    case Positions::kResized:
      return resized(node, count);
    default:
      return mixed(node);
  }
}

}  // namespace kintsugi::graph
