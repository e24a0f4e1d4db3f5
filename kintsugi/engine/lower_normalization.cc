#include "kintsugi/engine/lower.h"
#include "kintsugi/engine/reduction.h"

namespace kintsugi::engine {
namespace {

using graph::Node;

bool lower_softmax(Compiler& compiler, const Node& node) {
  const Sizes sizes = compiler.sizes(node.inputs[0]);
  if (sizes.empty() || compiler.info(node.inputs[0]).type != DataType::kFloat32) return false;
  const int64_t given = node.integer("axis", -1), rank = static_cast<int64_t>(sizes.size());
  const auto axis = static_cast<size_t>(given < 0 ? given + rank : given);
  const int64_t outer = num_elements_between(sizes, 0, axis),
                inner = num_elements_between(sizes, axis + 1, sizes.size());
  const SlotId from = compiler.plain(node.inputs[0]);
  const SlotId to = compiler.define_plain(node.outputs[0]);
  compiler.add({.op = node.op,
                .name = node.name,
                .how = "softmax",
                .reads = {from},
                .writes = {to},
                .run = [=, count = sizes[axis]](const Memory& m) {
                  softmax(outer, count, inner, m.floats(from), m.mutable_floats(to));
                }});
  return true;
}

bool lower_instance_norm(Compiler& compiler, const Node& node) {
  const Sizes sizes = compiler.sizes(node.inputs[0]);
  if (sizes.size() != 4 || compiler.info(node.inputs[0]).type != DataType::kFloat32) return false;
  const int64_t block = compiler.storage(compiler.any(node.inputs[0])).block;
  const SlotId from = compiler.read(node.inputs[0], DataType::kFloat32, block);
  const SlotId scale = compiler.plain(node.inputs[1]), shift = compiler.plain(node.inputs[2]);
  const SlotId to = compiler.define(node.outputs[0], DataType::kFloat32, block);
  const BlockedLoops p = blocked_loops(compiler.storage(from));
  const InstanceNorm norm{p.n, p.groups, p.height * p.width, p.block, node.real("epsilon", 1e-5f)};
  compiler.add({.op = node.op,
                .name = node.name,
                .how = "normalize",
                .reads = {from, scale, shift},
                .writes = {to},
                .run = [=](const Memory& m) {
                  norm.run(m.floats(from), m.floats(scale), m.floats(shift), m.mutable_floats(to));
                }});
  return true;
}

constexpr Lowering kNormalization[] = {
    {"InstanceNormalization", lower_instance_norm},
    {"Softmax", lower_softmax},
};

}  // namespace

std::span<const Lowering> normalization_lowerings() { return kNormalization; }

}  // namespace kintsugi::engine
