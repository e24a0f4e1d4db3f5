#include <algorithm>
#include <numeric>

#include "kintsugi/engine/lower.h"
#include "kintsugi/engine/remap.h"

namespace kintsugi::engine {
namespace {

using graph::Node;

// Which element of an axis position `at`, which may lie outside, shows; -1 for none.
int64_t shown(int64_t at, int64_t extent, const std::string& mode) {
  if (at >= 0 && at < extent) return at;
  if (mode == "constant") return -1;
  if (mode == "edge" || extent == 1) return std::clamp<int64_t>(at, 0, extent - 1);
  const int64_t period = 2 * (extent - 1);  // reflect: the border pixel is not repeated
  const int64_t within = (at % period + period) % period;
  return within < extent ? within : period - within;
}

std::vector<int64_t> shown_axis(int64_t extent, int64_t result, int64_t before,
                                const std::string& mode) {
  std::vector<int64_t> list;
  for (int64_t i = 0; i < result; ++i) list.push_back(shown(i - before, extent, mode));
  return list;
}

// What is put before each axis; empty when it is not known or touches other axes than a picture's.
Sizes amounts_before(const Compiler& compiler, const Node& node) {
  const Tensor pads = compiler.constant(node, 1), axes = compiler.constant(node, 3);
  const Sizes in = compiler.sizes(node.inputs[0]), out = compiler.sizes(node.outputs[0]);
  if (!pads || in.size() != 4 || (node.has_input(3) && !axes)) return {};
  const auto amounts = pads.to(DataType::kInt64);
  Sizes before(4, 0);
  for (int64_t i = 0; i < pads.size() / 2; ++i) {
    int64_t axis = axes ? axes.to(DataType::kInt64).values<int64_t>()[i] : i;
    before[axis < 0 ? axis + 4 : axis] = amounts.values<int64_t>()[i];
  }
  if (before[0] != 0 || before[1] != 0 || in[0] != out[0] || in[1] != out[1]) return {};
  return before;
}

bool is_zero_border(const Compiler& compiler, const Node& node, float outside) {
  const Tensor pads = compiler.constant(node, 1);
  return outside == 0 && !node.has_input(3) && node.text("mode", "constant") == "constant" &&
         pads.type() == DataType::kInt64 &&
         std::ranges::all_of(pads.values<int64_t>(), [](int64_t amount) { return amount >= 0; });
}

bool lower_pad(Compiler& compiler, const Node& node) {
  const Sizes before = amounts_before(compiler, node);
  if (before.empty() || compiler.info(node.inputs[0]).type != DataType::kFloat32) return false;
  const Tensor value = compiler.constant(node, 2);
  if (node.has_input(2) && !value) return false;
  const float outside =
      value && value.size() > 0 ? value.to(DataType::kFloat32).values<float>()[0] : 0;
  const std::string mode = node.text("mode", "constant");
  const graph::Node* next = compiler.sole_consumer(node.outputs[0]);
  const bool is_for_conv =
      next && next->op == "Conv" && next->text("auto_pad", "NOTSET") == "NOTSET";
  if (is_for_conv && is_zero_border(compiler, node, outside) && compiler.defer(node)) return true;
  const SlotId from = compiler.any(node.inputs[0]);
  const Storage source = compiler.storage(from);
  const SlotId to = compiler.define(node.outputs[0], source.type, source.block);
  const Storage result = compiler.storage(to);
  const Remap remap{source, result, shown_axis(source.sizes[2], result.sizes[2], before[2], mode),
                    shown_axis(source.sizes[3], result.sizes[3], before[3], mode), outside};
  compiler.add({.op = node.op,
                .name = node.name,
                .how = mode,
                .reads = {from},
                .writes = {to},
                .run = [=](const Memory& m) { remap.run(m.at(from), m.at(to)); }});
  return true;
}

constexpr Lowering kPad[] = {
    {"Pad", lower_pad},
};

}  // namespace

std::span<const Lowering> pad_lowerings() { return kPad; }

}  // namespace kintsugi::engine
