#include "kintsugi/engine/lower.h"

namespace kintsugi::engine {
namespace {

using graph::Node;

bool lower_view(Compiler& compiler, const Node& node) {
  for (size_t i = 1; i < node.outputs.size(); ++i) {
    if (!node.outputs[i].empty()) return false;  // Dropout's mask
  }
  const std::string &input = node.inputs[0], &output = node.outputs[0];
  // The same elements in the same order are the same memory, whatever the sizes say. Blocks are of
  // channels, though: where the second axis becomes another one, the value must be plain.
  if (compiler.sizes(input) == compiler.sizes(output)) {
    const SlotId slot = compiler.any(input);
    compiler.define_view(output, slot, 0, compiler.storage(slot).block);
  } else {
    compiler.define_view(output, compiler.plain(input), 0, 1);
  }
  return true;
}

constexpr Lowering kReshape[] = {
    {"Reshape", lower_view},   {"Flatten", lower_view},  {"Squeeze", lower_view},
    {"Unsqueeze", lower_view}, {"Identity", lower_view}, {"Dropout", lower_view},
};

}  // namespace

std::span<const Lowering> reshape_lowerings() { return kReshape; }

}  // namespace kintsugi::engine
