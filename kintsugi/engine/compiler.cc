#include "kintsugi/engine/compiler.h"

#include <algorithm>
#include <cassert>

#include "kintsugi/engine/lower.h"
#include "kintsugi/engine/onednn.h"

namespace kintsugi::engine {

using graph::Node;

Compiler::Compiler(const graph::Graph& graph, const graph::SymbolValues& symbols, DataType type,
                   PackedWeights& packed)
    : graph_(graph), infos_(graph::infer(graph, symbols)), type_(type), packed_(packed) {
  find_constants();
  find_dead_nodes();
  for (const Node& node : graph.nodes) {
    if (done_.contains(&node)) continue;
    for (const std::string& input : node.inputs) consumers_[input].push_back(&node);
  }
  for (const graph::Port& port : graph.outputs) consumers_[port.name].push_back(nullptr);
}

// Shapes and what is computed from them are numbers once the sizes are.
void Compiler::find_constants() {
  for (auto& [name, info] : infos_) {
    if (info.constant || !info.elements || !graph::is_known(info.shape)) continue;
    if (!graph::is_known(*info.elements)) continue;
    info.constant = Tensor(graph::sizes_of(info.shape), graph::sizes_of(*info.elements));
  }
}

// Nodes whose result is known or that nobody needs are as good as done.
void Compiler::find_dead_nodes() {
  std::set<std::string> needed;
  for (const graph::Port& port : graph_.outputs) needed.insert(port.name);
  for (auto node = graph_.nodes.rbegin(); node != graph_.nodes.rend(); ++node) {
    const bool is_alive = std::any_of(
        node->outputs.begin(), node->outputs.end(),
        [&](const auto& name) { return needed.contains(name) && !info(name).constant; });
    if (!is_alive) done_.insert(&*node);
    if (is_alive) needed.insert(node->inputs.begin(), node->inputs.end());
  }
}

Program Compiler::compile(const Progress& progress) {
  add_inputs();
  for (const Node& node : graph_.nodes) {
    progress.ask();
    lower(node);
  }
  add_outputs();
  program_.place();
  return std::move(program_);
}

void Compiler::lower(const Node& node) {
  if (done_.contains(&node)) return;
  engine::lower(*this, node);
}

Tensor Compiler::constant(const Node& node, size_t input) const {
  return node.has_input(input) ? info(node.inputs[input]).constant : Tensor();
}

const Node* Compiler::sole_consumer(const std::string& value) const {
  const auto found = consumers_.find(value);
  return found != consumers_.end() && found->second.size() == 1 ? found->second[0] : nullptr;
}

const Node* Compiler::deferred(const std::string& value) const {
  const auto found = deferred_.find(value);
  return found == deferred_.end() ? nullptr : found->second;
}

bool Compiler::defer(const Node& node) {
  const std::string& value = node.outputs.at(0);
  if (!sole_consumer(value) || !was_deferred_.insert(&node).second) return false;
  deferred_[value] = &node;
  return true;
}

std::vector<graph::ElementOp> Compiler::take_activations(std::string& value) {
  std::vector<graph::ElementOp> result;
  for (const Node* next; (next = sole_consumer(value)) && !done_.contains(next);) {
    const auto number = [&](size_t input) { return constant(*next, input); };
    const std::string& output = next->outputs.at(0);
    const auto unary = unary_node(*next, number, info(output).type);
    if (!unary || next->inputs[unary->input] != value || !onednn::is_fusable(unary->op) ||
        sizes(output) != sizes(value)) {
      break;
    }
    result.push_back(unary->op);
    take_over(*next);
    value = output;
  }
  return result;
}

SlotId Compiler::any(const std::string& value) {
  if (const auto found = deferred_.find(value); found != deferred_.end()) {
    // Nobody took the node over: it is lowered behind its place in the graph, which is early
    // enough, since this is the first time that its result is asked for.
    const Node& node = *found->second;
    deferred_.erase(found);
    lower(node);
  }
  std::vector<SlotId>& forms = stored_[value];
  if (forms.empty()) {
    const Tensor constant = info(value).constant.to(DataType::kFloat32);
    assert(constant);
    const auto bytes = constant.bytes();
    const Buffer buffer = packed_.get(
        "plain:" + value, static_cast<int64_t>(bytes.size()),
        [&](void* to) { std::copy(bytes.begin(), bytes.end(), static_cast<uint8_t*>(to)); });
    forms.push_back(constant_slot(buffer, {.sizes = constant.sizes()}));
  }
  return forms[0];
}

SlotId Compiler::read(const std::string& value, DataType type, int64_t block) {
  any(value);
  std::vector<SlotId>& forms = stored_[value];
  for (const SlotId form : forms) {
    const Storage& s = storage(form);
    const bool is_same_order =
        s.block == block || s.sizes.size() != 4 || s.sizes[1] == 1 || s.sizes[2] * s.sizes[3] == 1;
    if (s.type == type && is_same_order) return form;
  }
  forms.push_back(converted(forms[0], type, block));
  return forms.back();
}

SlotId Compiler::converted(SlotId from, DataType type, int64_t block) {
  const Storage wanted{storage(from).sizes, type, block};
  const SlotId to = temporary(wanted);
  const auto primitive = onednn::reorder(onednn::desc_of(storage(from)), onednn::desc_of(wanted));
  const SlotId room = scratch(primitive.scratch_bytes());
  add({.op = "Reorder",
       .how = primitive.implementation(),
       .reads = {from},
       .writes = {to, room},
       .run = [=](const Memory& m) {
         void* const addresses[] = {m.at(from), m.at(to)};
         primitive.run(addresses, m.at(room));
       }});
  return to;
}

SlotId Compiler::define(const std::string& value, DataType type, int64_t block) {
  const graph::Node* next = sole_consumer(value);
  const bool is_renamed = next && next->op == "Identity";  // Builder's way to name an output
  const auto output = output_slots_.find(is_renamed ? next->outputs[0] : value);
  if (output != output_slots_.end() && type == DataType::kFloat32 && block == 1) {
    stored_[value] = {output->second};
    output_slots_.erase(output);
  } else {
    stored_[value] = {temporary({sizes(value), type, block})};
  }
  return stored_[value][0];
}

void Compiler::define_view(const std::string& value, SlotId slot, int64_t offset, int64_t block) {
  const Storage view{sizes(value), storage(slot).type, block};
  stored_[value] = {add_slot({.storage = view,
                              .size_bytes = view.size_bytes(),
                              .parent = slot,
                              .offset_bytes = offset * size_bytes(view.type)})};
}

bool Compiler::move_into(SlotId slot, SlotId parent, int64_t offset_bytes) {
  Slot& moved = program_.slots[slot];
  if (moved.parent != kNoSlot || moved.constant || moved.is_external) return false;
  moved.parent = parent;
  moved.offset_bytes = offset_bytes;
  return true;
}

SlotId Compiler::temporary(const Storage& storage) {
  return add_slot({.storage = storage, .size_bytes = storage.size_bytes()});
}

SlotId Compiler::scratch(int64_t size_bytes) { return add_slot({.size_bytes = size_bytes}); }

SlotId Compiler::constant_slot(Buffer buffer, const Storage& storage) {
  return add_slot({.storage = storage, .constant = std::move(buffer)});
}

SlotId Compiler::weights(const std::string& key, int64_t size_bytes,
                         const std::function<void(void*)>& pack) {
  return constant_slot(packed_.get(key, size_bytes, pack), {});
}

SlotId Compiler::add_slot(Slot slot) {
  program_.slots.push_back(std::move(slot));
  return static_cast<SlotId>(program_.slots.size()) - 1;
}

void Compiler::add_inputs() {
  for (const graph::Port& port : graph_.inputs) {
    const SlotId slot = add_slot({.storage = {sizes(port.name)}, .is_external = true});
    program_.inputs.push_back(slot);
    stored_[port.name] = {slot};
  }
  for (const graph::Port& port : graph_.outputs) {
    const SlotId slot = add_slot({.storage = {sizes(port.name)}, .is_external = true});
    program_.outputs.push_back(slot);
    output_slots_[port.name] = slot;
  }
}

// Outputs that no step writes by itself: stored in another way, views, constants, inputs.
void Compiler::add_outputs() {
  for (size_t i = 0; i < graph_.outputs.size(); ++i) {
    const SlotId from = plain(graph_.outputs[i].name), to = program_.outputs[i];
    if (from == to || (slot(from).parent == to && slot(from).offset_bytes == 0)) continue;
    const int64_t count = storage(to).num_elements();
    add({.op = "Output",
         .name = graph_.outputs[i].name,
         .reads = {from},
         .writes = {to},
         .run = [=](const Memory& m) {
           std::copy_n(m.floats(from), count, m.mutable_floats(to));
         }});
  }
}

}  // namespace kintsugi::engine
