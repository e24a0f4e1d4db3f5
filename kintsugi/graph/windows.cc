#include "kintsugi/graph/windows.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi::graph {
namespace {

constexpr int64_t kMaxStep = 1 << 14;  // larger kernels, strides and pads are damage

Sizes read(const Node& node, const char* attribute, size_t count, Sizes otherwise, int64_t least) {
  Sizes list = node.integers(attribute, std::move(otherwise));
  check(list.size() == count, describe(node), ": ", attribute, " has ", list.size(),
        " entries, expected ", count);
  for (const int64_t entry : list) {
    check(entry >= least && entry <= kMaxStep, describe(node), ": ", attribute, " has the entry ",
          entry, ", expected ", least, " to ", kMaxStep);
  }
  return list;
}

}  // namespace

Windows::Windows(const Node& node, const Sizes& kernel_extents)
    : kernel(read({node.op, node.name, {}, {}, {{"kernel_shape", kernel_extents}}}, "kernel_shape",
                  kernel_extents.size(), {}, 1)),
      auto_pad(node.text("auto_pad", "NOTSET")),
      is_ceil(node.integer("ceil_mode", 0) != 0),
      node_(describe(node)) {
  const size_t rank = kernel.size();
  check(node.integers("kernel_shape", kernel) == kernel, node_, ": kernel_shape is ",
        kintsugi::to_string(node.integers("kernel_shape")), " for a weight of ",
        kintsugi::to_string(kernel));
  strides = read(node, "strides", rank, Sizes(rank, 1), 1);
  dilations = read(node, "dilations", rank, Sizes(rank, 1), 1);
  output_padding = read(node, "output_padding", rank, Sizes(rank, 0), 0);
  const Sizes pads = read(node, "pads", 2 * rank, Sizes(2 * rank, 0), 0);
  pads_begin.assign(pads.begin(), pads.begin() + rank);
  pads_end.assign(pads.begin() + rank, pads.end());
  if (node.find("output_shape")) output_shape = read(node, "output_shape", rank, {}, 1);
  const bool is_known_mode = auto_pad == "NOTSET" || auto_pad == "VALID" ||
                             auto_pad == "SAME_UPPER" || auto_pad == "SAME_LOWER";
  check(is_known_mode, node_, ": there is no auto_pad '", auto_pad, "'");
  if (auto_pad == "VALID") pads_begin = pads_end = Sizes(rank, 0);
}

Dim Windows::num_windows(size_t axis, const Dim& extent) const {
  if (auto_pad.starts_with("SAME")) return ceil_div(extent, strides[axis]);
  const Dim room = extent + Dim(pads_begin[axis] + pads_end[axis] - span(axis));
  check(!room.is_known() || room.value() >= 0, node_, ": a window of ", span(axis),
        " does not fit an extent of ", extent.to_string(), " with padding ", pads_begin[axis],
        " and ", pads_end[axis]);
  if (!is_ceil) return floor_div(room, strides[axis]) + Dim(1);
  const Dim count = ceil_div(room, strides[axis]) + Dim(1);
  if (!count.is_known() || !extent.is_known()) return count;
  // A last window that would lie in the end padding alone is left out, as in PyTorch.
  const bool is_outside = (count.value() - 1) * strides[axis] >= extent.value() + pads_begin[axis];
  return is_outside ? count - Dim(1) : count;
}

Dim Windows::transposed_extent(size_t axis, const Dim& extent) const {
  if (!output_shape.empty()) return output_shape[axis];
  if (auto_pad.starts_with("SAME")) return extent * Dim(strides[axis]);
  const Dim result = (extent - Dim(1)) * Dim(strides[axis]) +
                     Dim(span(axis) + output_padding[axis] - pads_begin[axis] - pads_end[axis]);
  check(!result.is_known() || result.value() >= 1, node_,
        ": padding leaves nothing of an extent of ", extent.to_string());
  return result;
}

std::pair<int64_t, int64_t> Windows::pads(size_t axis, int64_t extent) const {
  if (!auto_pad.starts_with("SAME")) return {pads_begin[axis], pads_end[axis]};
  const int64_t windows = num_windows(axis, extent).value();
  const int64_t total = std::max<int64_t>(0, (windows - 1) * strides[axis] + span(axis) - extent);
  const int64_t less = total / 2, more = total - less;
  return auto_pad == "SAME_UPPER" ? std::pair(less, more) : std::pair(more, less);
}

std::pair<int64_t, int64_t> Windows::transposed_pads(size_t axis, int64_t extent) const {
  if (output_shape.empty() && !auto_pad.starts_with("SAME")) {
    return {pads_begin[axis], pads_end[axis]};
  }
  const int64_t wanted = transposed_extent(axis, extent).value();
  const int64_t full = (extent - 1) * strides[axis] + span(axis) + output_padding[axis];
  const int64_t total = std::max<int64_t>(0, full - wanted);
  const int64_t less = total / 2, more = total - less;
  return auto_pad == "SAME_UPPER" ? std::pair(less, more) : std::pair(more, less);
}

}  // namespace kintsugi::graph
