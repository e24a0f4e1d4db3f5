#include <algorithm>
#include <cassert>
#include <cmath>

#include "kintsugi/engine/lower.h"
#include "kintsugi/engine/pointwise.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::engine {
namespace {

using graph::Node;
using Kind = graph::ElementKind;

constexpr size_t kMaxInputs = 16;  // of one pass; what is deeper becomes a pass of its own

bool is_number_type(DataType type) { return type == DataType::kFloat32 || type == DataType::kBool; }

// Whether a node is one that `Expression` can write.
bool is_pointwise(const Compiler& compiler, const Node& node) {
  if (node.outputs.size() != 1 && node.op != "BatchNormalization") return false;
  const DataType type = compiler.info(node.outputs[0]).type;
  const auto number = [&](size_t input) { return compiler.constant(node, input); };
  if (node.op == "Cast" && unary_node(node, number, type)) return true;
  for (const std::string& input : node.inputs) {
    if (input.empty()) continue;
    if (!is_number_type(compiler.info(input).type)) return false;
  }
  if (!is_number_type(type)) return false;
  if (node.op == "BatchNormalization") {
    return number(1) && number(2) && number(3) && number(4) &&
           std::all_of(node.outputs.begin() + 1, node.outputs.end(),
                       [](const std::string& name) { return name.empty(); });
  }
  return unary_node(node, number, type) || joining_op(node);
}

// Writes the program of one pass: a node, and the deferred nodes before it.
class Expression {
 public:
  Expression(Compiler& compiler, const Sizes& sizes) : compiler_(compiler), sizes_(sizes) {}

  /// Adds the instructions of a node; gives its register.
  int write(const Node& node) {
    const auto number = [&](size_t input) { return compiler_.constant(node, input); };
    if (node.op == "BatchNormalization") return write_batch_norm(node);
    if (const auto unary = unary_node(node, number, compiler_.info(node.outputs[0]).type)) {
      return emit(unary->op, operand(node.inputs[unary->input]));
    }
    const graph::ElementOp op = *joining_op(node);
    const int first = operand(node.inputs[0]);
    if (op.kind == Kind::kWhere) {
      return emit(op, first, operand(node.inputs[1]), operand(node.inputs[2]));
    }
    int result = first;
    for (size_t i = 1; i < node.inputs.size(); ++i)
      result = emit(op, result, operand(node.inputs[i]));
    return node.inputs.size() == 1 ? emit({Kind::kScale, 1, 0}, first) : result;
  }

  /// How the result is best stored: as the operand of its size that has the widest blocks.
  Storage storage_of_result() const {
    Storage result{sizes_};
    for (const Input& input : inputs_) {
      const Storage& s = compiler_.storage(input.slot);
      if (s.sizes != sizes_) continue;
      result.block = std::max(result.block, s.block);
      if (s.type == DataType::kBFloat16) result.type = s.type;
    }
    return result;
  }

  /// The memory of the operands, in a form that can be walked through in the order of `result`.
  std::vector<SlotId> slots(const Storage& result) const {
    std::vector<SlotId> slots;
    for (const Input& input : inputs_) {
      const Storage& s = compiler_.storage(input.slot);
      const int64_t block = s.sizes == result.sizes ? result.block : 1;
      slots.push_back(input.value.empty() ? input.slot
                                          : compiler_.read(input.value, s.type, block));
    }
    return slots;
  }

  PointwiseProgram finish(const Storage& result, const std::vector<SlotId>& slots) const {
    const int num_inputs = static_cast<int>(slots.size());
    PointwiseProgram program{.extents = loops(result), .result_type = result.type};
    for (const SlotId slot : slots) {
      const Storage& operand = compiler_.storage(slot);
      program.inputs.push_back({operand.type, strides(operand, result)});
    }
    for (PointwiseProgram::Instruction step : instructions_) {
      for (int* index : {&step.a, &step.b, &step.c}) {
        *index = *index < 0 ? -*index - 1 : *index + num_inputs;  // see `operand`
      }
      program.instructions.push_back(step);
    }
    program.simplify();
    return program;
  }

 private:
  struct Input {
    std::string value;  // of the graph; empty for a constant of ours
    SlotId slot;
  };

  // Registers of inputs are -1, -2, …, those of instructions 0, 1, …, until all inputs are known.
  int operand(const std::string& value) {
    const Node* node = compiler_.deferred(value);
    if (node && inputs_.size() < kMaxInputs && is_pointwise(compiler_, *node) &&
        compiler_.sizes(value) == sizes_) {
      compiler_.take_over(*node);
      return write(*node);
    }
    for (size_t i = 0; i < inputs_.size(); ++i) {
      if (inputs_[i].value == value) return -static_cast<int>(i) - 1;
    }
    return input({value, compiler_.any(value)});
  }

  int input(const Input& input) {
    inputs_.push_back(input);
    return -static_cast<int>(inputs_.size());
  }

  int emit(const graph::ElementOp& op, int a, int b = 0, int c = 0) {
    const bool takes_two = op.kind >= graph::kFirstOfTwo, takes_three = op.kind == Kind::kWhere;
    instructions_.push_back({op, a, takes_two ? b : a, takes_three ? c : a});
    return static_cast<int>(instructions_.size()) - 1;
  }

  // y = scale (x - mean) / sqrt(variance + epsilon) + bias as x * factor + shift.
  int write_batch_norm(const Node& node) {
    const Sizes shape{compiler_.sizes(node.inputs[1])[0], 1, 1};
    const auto list = [&](size_t input) { return compiler_.constant(node, input).values<float>(); };
    const auto scale = list(1), bias = list(2), mean = list(3), variance = list(4);
    std::vector<float> factor, shift;
    for (size_t c = 0; c < scale.size(); ++c) {
      factor.push_back(scale[c] / std::sqrt(variance[c] + node.real("epsilon", 1e-5f)));
      shift.push_back(bias[c] - mean[c] * factor[c]);
    }
    const int x = operand(node.inputs[0]);
    const int product =
        emit({Kind::kMultiply}, x, channel_constant(node.inputs[1] + ".factor", factor));
    return emit({Kind::kAdd}, product, channel_constant(node.inputs[1] + ".shift", shift));
  }

  int channel_constant(const std::string& key, const std::vector<float>& values) {
    // [C, 1, 1] for pictures, [C] broadcast along the last axes otherwise
    Sizes shape(sizes_.size() - 1, 1);
    shape[0] = static_cast<int64_t>(values.size());
    const int64_t bytes = shape[0] * static_cast<int64_t>(sizeof(float));
    const SlotId packed = compiler_.weights(key, bytes, [&](void* to) {
      std::copy(values.begin(), values.end(), static_cast<float*>(to));
    });
    return input({"", compiler_.constant_slot(compiler_.slot(packed).constant, {.sizes = shape})});
  }

  static Sizes loops(const Storage& result) {
    if (result.block == 1) return result.sizes;
    const BlockedLoops p = blocked_loops(result);
    return {p.n, p.groups, p.height, p.width, p.block};
  }

  // Strides that walk through `operand` in the order in which `result` is stored.
  static Sizes strides(const Storage& operand, const Storage& result) {
    if (operand.block == 1 || operand.sizes[2] * operand.sizes[3] == 1) {
      Sizes plain = graph::broadcast_strides(operand.sizes, result.sizes);
      if (result.block == 1) return plain;
      return {plain[0], plain[1] * result.block, plain[2], plain[3], plain[1]};
    }
    assert(operand.block == result.block && operand.sizes == result.sizes);
    return graph::strides_of(loops(result));
  }

  Compiler& compiler_;
  Sizes sizes_;
  std::vector<Input> inputs_;
  std::vector<PointwiseProgram::Instruction> instructions_;
};

}  // namespace

bool lower_pointwise(Compiler& compiler, const Node& node) {
  if (!is_pointwise(compiler, node)) return false;
  if (compiler.defer(node)) return true;
  const std::string& output = node.outputs[0];
  const Sizes sizes = compiler.sizes(output);
  Expression expression(compiler, sizes);
  expression.write(node);
  const Storage result = expression.storage_of_result();
  const std::vector<SlotId> slots = expression.slots(result);
  const PointwiseProgram program = expression.finish(result, slots);
  const SlotId to = compiler.define(output, result.type, result.block);
  const auto num_operations = program.instructions.size();
  compiler.add(
      {.op = "Pointwise",
       .name = node.name,
       .how = std::to_string(num_operations) + " operations",
       .flops = static_cast<double>(num_elements(sizes)) * static_cast<double>(num_operations),
       .reads = slots,
       .writes = {to},
       .run = [=](const Memory& m) {
         std::vector<const void*> addresses;
         for (const SlotId slot : slots) addresses.push_back(m.at(slot));
         program.run(addresses, m.at(to));
       }});
  return true;
}

}  // namespace kintsugi::engine
