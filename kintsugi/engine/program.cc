#include "kintsugi/engine/program.h"

#include <algorithm>
#include <cassert>

namespace kintsugi::engine {
namespace {

SlotId root_of(const std::vector<Slot>& slots, SlotId slot) {
  while (slots[slot].parent != kNoSlot) slot = slots[slot].parent;
  return slot;
}

bool is_in_arena(const Slot& slot) { return !slot.constant && !slot.is_external; }

}  // namespace

void Program::place() {
  constexpr int kNever = -1;
  std::vector<ArenaRequest> lives(slots.size(), {.size_bytes = 0, .first = kNever, .last = kNever});
  for (int at = 0; at < static_cast<int>(steps.size()); ++at) {
    for (const auto* list : {&steps[at].reads, &steps[at].writes}) {
      for (const SlotId slot : *list) {
        ArenaRequest& life = lives[root_of(slots, slot)];
        if (life.first == kNever) life.first = at;
        life.last = at;
      }
    }
  }
  std::vector<ArenaRequest> requests;
  std::vector<SlotId> owners;
  for (SlotId slot = 0; slot < static_cast<SlotId>(slots.size()); ++slot) {
    if (lives[slot].first == kNever || !is_in_arena(slots[slot])) continue;
    lives[slot].size_bytes = slots[slot].size_bytes;
    requests.push_back(lives[slot]);
    owners.push_back(slot);
  }
  const ArenaPlan plan = plan_arena(requests);
  for (size_t i = 0; i < owners.size(); ++i) slots[owners[i]].offset_bytes = plan.offsets[i];
  arena_bytes = plan.size_bytes;
}

Memory Program::memory(std::byte* arena, const std::vector<const float*>& input_data,
                       const std::vector<float*>& output_data) const {
  std::vector<std::byte*> addresses(slots.size());
  for (size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].parent != kNoSlot) continue;
    addresses[i] = slots[i].constant ? slots[i].constant.get() : arena + slots[i].offset_bytes;
  }
  for (size_t i = 0; i < inputs.size(); ++i) {
    // Steps only read inputs; addresses are not const because those of other slots are not.
    addresses[inputs[i]] = reinterpret_cast<std::byte*>(const_cast<float*>(input_data[i]));
  }
  for (size_t i = 0; i < outputs.size(); ++i) {
    addresses[outputs[i]] = reinterpret_cast<std::byte*>(output_data[i]);
  }
  for (size_t i = 0; i < slots.size(); ++i) {
    int64_t offset = 0;
    SlotId at = static_cast<SlotId>(i);
    for (; slots[at].parent != kNoSlot; at = slots[at].parent) offset += slots[at].offset_bytes;
    if (at != static_cast<SlotId>(i)) addresses[i] = addresses[at] + offset;
  }
  return Memory(std::move(addresses));
}

}  // namespace kintsugi::engine
