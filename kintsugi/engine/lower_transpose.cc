#include <algorithm>
#include <array>

#include "kintsugi/engine/lower.h"
#include "kintsugi/engine/onednn.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::engine {
namespace {

using graph::Node;

bool swaps_last_two(Sizes order) {
  if (order.size() < 2) return false;
  std::swap(order[order.size() - 2], order.back());
  return std::is_sorted(order.begin(), order.end());
}

bool lower_transpose(Compiler& compiler, const Node& node) {
  if (!is_copyable(compiler, node)) return false;
  const Sizes sizes = compiler.sizes(node.inputs[0]);
  Sizes order = node.integers("perm");
  for (size_t axis = sizes.size(); order.size() < sizes.size();)
    order.push_back(static_cast<int64_t>(--axis));
  // A matrix product reads its operands with strides: transposing the last two axes swaps those.
  const graph::Node* next = compiler.sole_consumer(node.outputs[0]);
  if (next && next->op == "MatMul" && swaps_last_two(order) && compiler.defer(node)) return true;
  const Sizes strides = graph::strides_of(sizes), result = compiler.sizes(node.outputs[0]);
  if (sizes.empty() || sizes.size() > 6 || num_elements(sizes) == 0) return false;
  // Walking along an axis of the result is walking along another of the source: its stride there.
  Sizes from_strides;
  for (const int64_t axis : order) from_strides.push_back(strides[axis]);
  const SlotId from = compiler.plain(node.inputs[0]);
  const SlotId to = compiler.define_plain(node.outputs[0]);
  const auto primitive =
      onednn::strided_copy(result, DataType::kFloat32, from_strides, graph::strides_of(result));
  const SlotId room = compiler.scratch(primitive.scratch_bytes());
  compiler.add({.op = node.op,
                .name = node.name,
                .how = primitive.implementation(),
                .reads = {from},
                .writes = {to, room},
                .run = [=](const Memory& m) {
                  void* const addresses[] = {m.at(from), m.at(to)};
                  primitive.run(addresses, m.at(room));
                }});
  return true;
}

// Expand repeats axes of extent 1, Tile whole tensors: each axis as [repeats, extent].
bool lower_expand(Compiler& compiler, const Node& node) {
  if (!is_copyable(compiler, node)) return false;
  const Sizes result = compiler.sizes(node.outputs[0]);
  Sizes sizes = compiler.sizes(node.inputs[0]);
  sizes.insert(sizes.begin(), result.size() - sizes.size(), 1);
  if (num_elements(result) == 0) return false;
  const Sizes strides = graph::strides_of(sizes);
  StridedCopy copy;
  for (size_t axis = 0; axis < result.size(); ++axis) {
    // A stride of 0 reads the same elements again; for Expand one of the two extents is 1.
    copy.extents.insert(copy.extents.end(), {result[axis] / sizes[axis], sizes[axis]});
    copy.strides.insert(copy.strides.end(), {0, strides[axis]});
  }
  const SlotId from = compiler.plain(node.inputs[0]);
  add_copy(compiler, node, from, compiler.define_plain(node.outputs[0]), copy);
  return true;
}

bool lower_depth_to_space(Compiler& compiler, const Node& node) {
  const Sizes in = compiler.sizes(node.inputs[0]);
  if (!is_copyable(compiler, node) || in.size() != 4) return false;
  const int64_t b = node.integer("blocksize", 1), n = in[0], h = in[2], w = in[3];
  // Blocks of b x b pixels become channels, or the reverse. With the channels' or the pixels' axes
  // split at b, both are permutations of six axes; which one is the definition of the mode.
  Sizes from_sizes;               // the input's axes, split
  std::array<size_t, 6> order{};  // the result's axes among them
  if (node.op == "SpaceToDepth") {
    from_sizes = {n, in[1], h / b, b, w / b, b};
    order = {0, 3, 5, 1, 2, 4};
  } else if (node.text("mode", "DCR") == "DCR") {
    from_sizes = {n, b, b, in[1] / (b * b), h, w};
    order = {0, 3, 4, 1, 5, 2};
  } else {
    from_sizes = {n, in[1] / (b * b), b, b, h, w};
    order = {0, 1, 4, 2, 5, 3};
  }
  const Sizes strides = graph::strides_of(from_sizes);
  StridedCopy copy;
  for (const size_t axis : order) {
    copy.extents.push_back(from_sizes[axis]);
    copy.strides.push_back(strides[axis]);
  }
  const SlotId from = compiler.plain(node.inputs[0]);
  add_copy(compiler, node, from, compiler.define_plain(node.outputs[0]), copy);
  return true;
}

constexpr Lowering kTranspose[] = {
    {"Transpose", lower_transpose},
    {"Expand", lower_expand},
    {"Tile", lower_expand},
    {"DepthToSpace", lower_depth_to_space},
    {"SpaceToDepth", lower_depth_to_space},
};

}  // namespace

std::span<const Lowering> transpose_lowerings() { return kTranspose; }

}  // namespace kintsugi::engine
