#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "kintsugi/engine/packed_weights.h"
#include "kintsugi/engine/pointwise_op.h"
#include "kintsugi/engine/program.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/progress.h"

namespace kintsugi::engine {

/// Turns a graph of known sizes into a Program. Lowerings (lower.h), one per family of operators,
/// ask it for the memory of a node's inputs, define that of its outputs, and add steps.
///
/// Nodes are lowered in the graph's order, but a node may be cheaper as a part of the one that
/// reads it: a Pad as the padding of a Conv, a Transpose as the strides of a MatMul, a Mul in one
/// pass with the Add behind it. Such a node is deferred, and its only consumer decides:
///
///                 defer()                 any(), read(), plain() of its value
///   not lowered ───────────► deferred ───────────────────────────────────────► lowered now: was
///                               │                                              deferred, so that
///                               │ take_over() by the consumer, which           it does not wait
///                               ▼ deferred() told of it                        again
///                             done: no steps of its own; the consumer reads its inputs
///
///   Pad ─► Conv           Pad waits; Conv takes it over:                   steps  Conv(pads)
///                         or cannot, its weights being computed, and asks
///                         for the padded picture:                          steps  Pad, Conv
///   Mul ─► Add ─► Conv    both wait; Conv asks for the sum, so Add is
///                         lowered now and takes Mul over:                  steps  Mul·Add, Conv
///
/// The other way round, what follows a node is taken over at once (take_activations): its input is
/// this node's result, so that nothing has to wait.
class Compiler {
 public:
  /// `type` is what convolutions and matrix products compute in: kFloat32 or kBFloat16. Weights'
  /// packed forms are kept in `packed`. Errors: what `graph::infer` finds.
  Compiler(const graph::Graph& graph, const graph::SymbolValues& symbols, DataType type,
           PackedWeights& packed);

  Program compile(const Progress& progress);

  // What is known of the graph.

  DataType type() const { return type_; }
  const graph::ValueInfo& info(const std::string& value) const { return infos_.at(value); }
  Sizes sizes(const std::string& value) const { return graph::sizes_of(info(value).shape); }
  /// The tensor behind input number `input` of a node, where it is known; else an absent one.
  Tensor constant(const graph::Node& node, size_t input) const;
  /// The only node that reads `value`, if that is one input of one node and no output of the graph.
  const graph::Node* sole_consumer(const std::string& value) const;
  /// The node, put off, that will make `value`: its consumer may take over its work.
  const graph::Node* deferred(const std::string& value) const;
  /// Puts a node off until its only consumer asks for its output, or takes over its work (see the
  /// drawing above). False when it has no such consumer or was put off before. (Its inputs stay
  /// readable: memory is planned when all steps are known.)
  bool defer(const graph::Node& node);
  /// Takes over a node's work: it will not be lowered on its own.
  void take_over(const graph::Node& node) { done_.insert(&node); }
  /// The activations right behind `value` which a oneDNN primitive can apply, taken over; `value`
  /// becomes the name of the last one's output.
  std::vector<graph::ElementOp> take_activations(std::string& value);

  // Memory.

  /// A value in whatever way it is stored.
  SlotId any(const std::string& value);
  /// A value stored as f32 or bf16 with that block; converted once for all who ask.
  SlotId read(const std::string& value, DataType type, int64_t block);
  SlotId plain(const std::string& value) { return read(value, DataType::kFloat32, 1); }
  /// A copy of a slot with that type and block.
  SlotId converted(SlotId from, DataType type, int64_t block);
  /// New memory for a value that the next step writes. A graph's output that is stored plain in f32
  /// is the caller's memory.
  SlotId define(const std::string& value, DataType type, int64_t block);
  SlotId define_plain(const std::string& value) { return define(value, DataType::kFloat32, 1); }
  /// `value` is a part of, or the same elements as, what is stored in `slot`, from `offset`
  /// elements.
  void define_view(const std::string& value, SlotId slot, int64_t offset, int64_t block);
  /// Moves a slot into `parent`, `offset_bytes` from its start. False when it cannot move.
  bool move_into(SlotId slot, SlotId parent, int64_t offset_bytes);
  SlotId temporary(const Storage& storage);
  SlotId scratch(int64_t size_bytes);
  SlotId constant_slot(Buffer buffer, const Storage& storage);
  /// Packed weights: see PackedWeights::get.
  SlotId weights(const std::string& key, int64_t size_bytes,
                 const std::function<void(void*)>& pack);

  const Slot& slot(SlotId id) const { return program_.slots[id]; }
  const Storage& storage(SlotId id) const { return program_.slots[id].storage; }

  void add(Step step) { program_.steps.push_back(std::move(step)); }

 private:
  SlotId add_slot(Slot slot);
  void find_constants();
  void find_dead_nodes();
  void lower(const graph::Node& node);
  void add_inputs();
  void add_outputs();

  const graph::Graph& graph_;
  graph::ValueInfos infos_;
  DataType type_;
  PackedWeights& packed_;
  Program program_;
  std::unordered_map<std::string, std::vector<SlotId>> stored_;  // every form of a value
  std::unordered_map<std::string, std::vector<const graph::Node*>> consumers_;
  std::unordered_map<std::string, const graph::Node*> deferred_;
  std::set<const graph::Node*> was_deferred_;
  std::map<std::string, SlotId> output_slots_;  // not written yet
  std::set<const graph::Node*> done_;
};

}  // namespace kintsugi::engine
