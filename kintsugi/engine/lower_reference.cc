#include <algorithm>
#include <cassert>

#include "kintsugi/engine/lower.h"
#include "kintsugi/graph/reference.h"

namespace kintsugi::engine {
namespace {

// What one input of the node is: a tensor known before, or memory that holds it at run time.
struct Operand {
  Tensor constant;
  SlotId slot = kNoSlot;
  Sizes sizes;
  DataType type = DataType::kFloat32;

  Tensor tensor(const Memory& memory) const {
    if (slot == kNoSlot) return constant;
    const float* values = memory.floats(slot);
    return Tensor(sizes, std::vector<float>(values, values + num_elements(sizes))).to(type);
  }
};

std::vector<Operand> operands_of(Compiler& compiler, const graph::Node& node, Step& step) {
  std::vector<Operand> operands(node.inputs.size());
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    if (!node.has_input(i)) continue;
    operands[i].constant = compiler.constant(node, i);
    if (operands[i].constant) continue;
    operands[i].slot = compiler.plain(node.inputs[i]);
    operands[i].sizes = compiler.sizes(node.inputs[i]);
    operands[i].type = compiler.info(node.inputs[i]).type;
    step.reads.push_back(operands[i].slot);
  }
  return operands;
}

}  // namespace

void lower_reference(Compiler& compiler, const graph::Node& node) {
  Step step{.op = node.op, .name = node.name, .how = "reference"};
  const std::vector<Operand> operands = operands_of(compiler, node, step);
  for (const std::string& output : node.outputs) {
    if (output.empty()) continue;
    step.writes.push_back(compiler.define_plain(output));
  }
  step.run = [node, operands, writes = step.writes](const Memory& memory) {
    std::vector<Tensor> inputs;
    for (const Operand& operand : operands) inputs.push_back(operand.tensor(memory));
    const std::vector<Tensor> results = graph::run_node(node, inputs);
    size_t next = 0;
    for (size_t i = 0; i < node.outputs.size(); ++i) {
      if (node.outputs[i].empty()) continue;
      const Tensor floats = results.at(i).to(DataType::kFloat32);
      std::ranges::copy(floats.values<float>(), memory.mutable_floats(writes[next++]));
    }
  };
  compiler.add(std::move(step));
}

}  // namespace kintsugi::engine
