#include <algorithm>

#include "kintsugi/engine/lower.h"
#include "kintsugi/engine/reduction.h"

namespace kintsugi::engine {
namespace {

using graph::Node;

std::optional<ReductionKind> kind_of(const Node& node) {
  static const std::map<std::string_view, ReductionKind> kinds = {
      {"ReduceSum", ReductionKind::kSum},
      {"ReduceMean", ReductionKind::kMean},
      {"ReduceMax", ReductionKind::kMax},
      {"ReduceMin", ReductionKind::kMin},
      {"ReduceL1", ReductionKind::kL1},
      {"ReduceL2", ReductionKind::kL2},
      {"ReduceSumSquare", ReductionKind::kSumSquare},
      {"GlobalAveragePool", ReductionKind::kMean},
      {"GlobalMaxPool", ReductionKind::kMax}};
  const auto found = kinds.find(node.op);
  if (found == kinds.end()) return std::nullopt;
  return found->second;
}

// The axes [first, last) that are folded; nothing when they are not neighbours or not known.
std::optional<std::pair<size_t, size_t>> reduced_axes(const Compiler& compiler, const Node& node,
                                                      size_t rank) {
  if (node.op.starts_with("Global")) return std::pair<size_t, size_t>{2, rank};
  Sizes axes = node.integers("axes");
  if (node.has_input(1)) {
    const Tensor list = compiler.constant(node, 1);
    if (!list) return std::nullopt;
    const Tensor integers = list.to(DataType::kInt64);
    axes.assign(integers.values<int64_t>().begin(), integers.values<int64_t>().end());
  }
  if (axes.empty()) {
    if (node.integer("noop_with_empty_axes", 0) != 0) return std::nullopt;
    return std::pair<size_t, size_t>{0, rank};
  }
  for (int64_t& axis : axes) axis += axis < 0 ? static_cast<int64_t>(rank) : 0;
  std::ranges::sort(axes);
  for (size_t i = 1; i < axes.size(); ++i) {
    if (axes[i] != axes[i - 1] + 1) return std::nullopt;
  }
  return std::pair(static_cast<size_t>(axes.front()), static_cast<size_t>(axes.back()) + 1);
}

bool lower_reduce(Compiler& compiler, const Node& node) {
  const auto kind = kind_of(node);
  const Sizes in = compiler.sizes(node.inputs[0]);
  if (!kind || compiler.info(node.inputs[0]).type != DataType::kFloat32 || num_elements(in) == 0)
    return false;
  const auto axes = reduced_axes(compiler, node, in.size());
  if (!axes) return false;
  const auto [first, last] = *axes;
  int64_t outer = num_elements_between(in, 0, first),
          inner = num_elements_between(in, last, in.size());
  const int64_t count = num_elements_between(in, first, last);
  SlotId from = kNoSlot;
  if (in.size() == 4 && first == 2 && last == 4) {  // channels stay, whatever their block
    const int64_t block = compiler.storage(compiler.any(node.inputs[0])).block;
    from = compiler.read(node.inputs[0], DataType::kFloat32, block);
    inner = compiler.storage(from).block;
    outer /= inner;
  } else {
    from = compiler.plain(node.inputs[0]);
  }
  const SlotId to = compiler.define_plain(node.outputs[0]);
  compiler.add({.op = node.op,
                .name = node.name,
                .how = "reduce",
                .reads = {from},
                .writes = {to},
                .run = [=, kind = *kind](const Memory& m) {
                  reduce(kind, outer, count, inner, m.floats(from), m.mutable_floats(to));
                }});
  return true;
}

constexpr Lowering kReduction[] = {
    {"ReduceSum", lower_reduce},       {"ReduceMean", lower_reduce},
    {"ReduceMax", lower_reduce},       {"ReduceMin", lower_reduce},
    {"ReduceL1", lower_reduce},        {"ReduceL2", lower_reduce},
    {"ReduceSumSquare", lower_reduce}, {"GlobalAveragePool", lower_reduce},
    {"GlobalMaxPool", lower_reduce},
};

}  // namespace

std::span<const Lowering> reduction_lowerings() { return kReduction; }

}  // namespace kintsugi::engine
