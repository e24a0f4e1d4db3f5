#include <algorithm>
#include <cstring>

#include "kintsugi/engine/lower.h"
#include "kintsugi/engine/threads.h"
#include "kintsugi/graph/slices.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::engine {
namespace {

using graph::Node;

// The five loops [N, groups, H, W, block] of a stored value of rank 4.
Sizes loops(const Storage& storage) {
  const BlockedLoops p = blocked_loops(storage);
  return {p.n, p.groups, p.height, p.width, p.block};
}

size_t axis_of(const Node& node, size_t rank, int64_t otherwise) {
  const int64_t axis = node.integer("axis", otherwise);
  return static_cast<size_t>(axis < 0 ? axis + static_cast<int64_t>(rank) : axis);
}

// Rows of a part on their way into longer rows.
struct Rows {
  int64_t count, bytes, stride_bytes, offset_bytes;
};

void add_rows(Compiler& compiler, const Node& node, SlotId from, SlotId to, const Rows& rows) {
  compiler.add({.op = node.op,
                .name = node.name,
                .how = "copy",
                .reads = {from},
                .writes = {to},
                .run = [=](const Memory& m) {
                  auto* target = static_cast<std::byte*>(m.at(to)) + rows.offset_bytes;
                  const auto* source = static_cast<const std::byte*>(m.at(from));
                  parallel(rows.count, 1 + 65536 / rows.bytes, [&](int64_t begin, int64_t end) {
                    for (int64_t i = begin; i < end; ++i) {
                      std::memcpy(target + i * rows.stride_bytes, source + i * rows.bytes,
                                  static_cast<size_t>(rows.bytes));
                    }
                  });
                }});
}

// How all parts of a value joined along its channels can be stored: as the widest of them, if that
// is with channels last or in blocks that every part has whole; otherwise plain.
struct Parts {
  bool is_channels_last = false;
  int64_t block = 1;  // where channels are not last
  DataType type = DataType::kFloat32;

  int64_t block_of(const Sizes& sizes) const { return is_channels_last ? sizes[1] : block; }
};

Parts common_parts(Compiler& compiler, const std::vector<std::string>& values, size_t axis) {
  if (axis != 1 || compiler.sizes(values[0]).size() != 4) return {};
  const auto channels = [&](const std::string& value) { return compiler.sizes(value)[1]; };
  const std::string& widest = *std::ranges::max_element(values, {}, channels);
  const Storage first = compiler.storage(compiler.any(widest));
  const bool has_whole_blocks = std::ranges::all_of(
      values, [&](const std::string& value) { return channels(value) % first.block == 0; });
  if (first.block > 1 && has_whole_blocks && (first.block == 8 || first.block == 16)) {
    return {.block = first.block, .type = first.type};
  }
  if (first.block > 1 && first.block == channels(widest)) {
    return {.is_channels_last = true, .type = first.type};
  }
  return {};
}

bool lower_concat(Compiler& compiler, const Node& node) {
  if (!is_copyable(compiler, node)) return false;
  const Sizes sizes = compiler.sizes(node.outputs[0]);
  const size_t axis = axis_of(node, sizes.size(), 0);
  const Parts parts = common_parts(compiler, node.inputs, axis);
  const SlotId to =
      compiler.define(node.outputs[0], parts.type, sizes.size() == 4 ? parts.block_of(sizes) : 1);
  // With channels last, every pixel is a row of parts; otherwise all of a picture is one.
  const int64_t pixels = parts.is_channels_last ? sizes[2] * sizes[3] : 1;
  const int64_t outer = num_elements_between(sizes, 0, axis) * pixels,
                inner = num_elements_between(sizes, axis + 1, sizes.size()) / pixels;
  const int64_t row_bytes = sizes[axis] * inner * size_bytes(parts.type);
  int64_t offset = 0;
  for (const std::string& input : node.inputs) {
    const Sizes part = compiler.sizes(input);
    const SlotId from =
        compiler.read(input, parts.type, part.size() == 4 ? parts.block_of(part) : 1);
    const int64_t bytes = part[axis] * inner * size_bytes(parts.type);
    // Of one picture the parts lie one after the other: their makers write to the right place.
    if (outer != 1 || !compiler.move_into(from, to, offset)) {
      add_rows(compiler, node, from, to, {outer, bytes, row_bytes, offset});
    }
    offset += bytes;
  }
  return true;
}

bool lower_split(Compiler& compiler, const Node& node) {
  if (!is_copyable(compiler, node)) return false;
  const Sizes sizes = compiler.sizes(node.inputs[0]);
  const size_t axis = axis_of(node, sizes.size(), 0);
  std::vector<std::string> parts;
  for (const std::string& output : node.outputs) {
    if (output.empty()) return false;
    parts.push_back(output);
  }
  // Plain, because parts rarely are whole blocks of channels, and a plain value's parts along its
  // first axis of more than one element lie one after the other: they are views.
  const SlotId from = compiler.plain(node.inputs[0]);
  const int64_t outer = num_elements_between(sizes, 0, axis),
                inner = num_elements_between(sizes, axis + 1, sizes.size());
  int64_t offset = 0;
  for (const std::string& output : parts) {
    const int64_t count = compiler.sizes(output)[axis] * inner;
    if (outer == 1) {
      compiler.define_view(output, from, offset, 1);
    } else {
      const SlotId to = compiler.define_plain(output);
      add_copy(compiler, node, from, to, {{outer, count}, {sizes[axis] * inner, 1}, offset});
    }
    offset += count;
  }
  return true;
}

bool lower_slice(Compiler& compiler, const Node& node) {
  if (!is_copyable(compiler, node)) return false;
  const Tensor starts = compiler.constant(node, 1), ends = compiler.constant(node, 2);
  const Tensor axes = compiler.constant(node, 3), steps = compiler.constant(node, 4);
  if (!starts || !ends || (node.has_input(3) && !axes) || (node.has_input(4) && !steps))
    return false;
  const Sizes sizes = compiler.sizes(node.inputs[0]);
  const auto number = [](const Tensor& list, size_t i) {
    return list.to(DataType::kInt64).values<int64_t>()[i];
  };
  std::vector<graph::AxisSlice> slices;
  for (const int64_t extent : sizes) slices.push_back({0, 1, extent});
  for (size_t i = 0; i < static_cast<size_t>(starts.size()); ++i) {
    int64_t axis = axes ? number(axes, i) : static_cast<int64_t>(i);
    if (axis < 0) axis += static_cast<int64_t>(sizes.size());
    slices[axis] = graph::slice_axis(number(starts, i), number(ends, i),
                                     steps ? number(steps, i) : 1, sizes[axis]);
  }
  // Where all channels stay, blocks of them stay whole: rows and columns are cut as they are
  // stored.
  const SlotId stored = compiler.any(node.inputs[0]);
  const int64_t block = compiler.storage(stored).block;
  const bool keeps_channels =
      sizes.size() == 4 && slices[1].count == sizes[1] && slices[1].step == 1;
  const SlotId from = keeps_channels ? stored : compiler.plain(node.inputs[0]);
  const Storage source = compiler.storage(from);
  const SlotId to = compiler.define(node.outputs[0], source.type, keeps_channels ? block : 1);
  const bool is_blocked = source.block != 1;
  const Sizes strides = graph::strides_of(is_blocked ? loops(source) : sizes);
  StridedCopy copy{is_blocked ? loops(compiler.storage(to)) : compiler.sizes(node.outputs[0]),
                   strides, 0, size_bytes(source.type)};
  // The first four of a blocked value's loops are its axes, channels by groups; the fifth, the
  // channels of one group, has no start and step.
  for (size_t axis = 0; axis < sizes.size(); ++axis) {
    if (is_blocked && axis == 1) continue;
    copy.strides[axis] *= slices[axis].step;
    copy.offset += slices[axis].start * strides[axis];
  }
  add_copy(compiler, node, from, to, copy);
  return true;
}

constexpr Lowering kSlicing[] = {
    {"Concat", lower_concat},
    {"Split", lower_split},
    {"Slice", lower_slice},
};

}  // namespace

std::span<const Lowering> slicing_lowerings() { return kSlicing; }

}  // namespace kintsugi::engine
