#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kintsugi/engine/arena.h"
#include "kintsugi/engine/storage.h"

namespace kintsugi::engine {

using SlotId = int;
constexpr SlotId kNoSlot = -1;

/// A piece of memory of a program. It lies in the arena, or within another slot (a reshaped value,
/// a part of a concatenation), or holds constants, or belongs to the caller.
struct Slot {
  Storage storage;  // how a value is kept there; scratch has no sizes
  int64_t size_bytes = 0;
  SlotId parent = kNoSlot;
  int64_t offset_bytes = 0;  // within the parent, then within the arena
  Buffer constant;
  bool is_external = false;  // an input or output of the graph
};

/// Addresses of all slots during one run.
class Memory {
 public:
  explicit Memory(std::vector<std::byte*> addresses) : addresses_(std::move(addresses)) {}

  void* at(SlotId slot) const { return addresses_[static_cast<size_t>(slot)]; }
  const float* floats(SlotId slot) const { return static_cast<const float*>(at(slot)); }
  float* mutable_floats(SlotId slot) const { return static_cast<float*>(at(slot)); }

 private:
  std::vector<std::byte*> addresses_;
};

/// One thing to do: a oneDNN primitive or a kernel of ours.
struct Step {
  std::string op;    // for profiles: "Conv"
  std::string name;  // the node's
  std::string how;   // "jit:avx2", "winograd", "reference"
  double flops = 0;  // multiplications and additions that the operator is defined by
  std::vector<SlotId> reads, writes;  // writes: scratch too
  std::function<void(const Memory&)> run;
};

/// Steps in the order in which they run, and the memory that they share.
struct Program {
  std::vector<Slot> slots;
  std::vector<Step> steps;
  std::vector<SlotId> inputs, outputs;  // external, f32, row-major, in the graph's order
  int64_t arena_bytes = 0;

  /// Gives every slot its place, by lifetime.
  void place();
  /// Addresses for a run with this arena and these external inputs and outputs.
  Memory memory(std::byte* arena, const std::vector<const float*>& input_data,
                const std::vector<float*>& output_data) const;
};

}  // namespace kintsugi::engine
