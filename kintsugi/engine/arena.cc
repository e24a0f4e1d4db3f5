#include "kintsugi/engine/arena.h"

#include <algorithm>
#include <numeric>

namespace kintsugi::engine {
namespace {

int64_t aligned(int64_t size_bytes) {
  return (size_bytes + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment;
}

bool live_together(const ArenaRequest& a, const ArenaRequest& b) {
  return a.first <= b.last && b.first <= a.last;
}

// The lowest offset with `size` free bytes beside `placed`, which is sorted by offset.
struct Placed {
  int64_t begin, end;
  size_t request;
};

int64_t lowest_gap(const std::vector<Placed>& placed, const std::vector<ArenaRequest>& requests,
                   const ArenaRequest& wanted, int64_t size) {
  int64_t offset = 0;
  for (const Placed& other : placed) {
    if (!live_together(requests[other.request], wanted)) continue;
    if (other.begin - offset >= size) break;
    offset = std::max(offset, other.end);
  }
  return offset;
}

}  // namespace

ArenaPlan plan_arena(const std::vector<ArenaRequest>& requests) {
  std::vector<size_t> order(requests.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return requests[a].size_bytes > requests[b].size_bytes;
  });
  ArenaPlan plan{.offsets = std::vector<int64_t>(requests.size())};
  std::vector<Placed> placed;
  for (const size_t index : order) {
    const int64_t size = aligned(requests[index].size_bytes);
    const int64_t begin = lowest_gap(placed, requests, requests[index], size);
    plan.offsets[index] = begin;
    plan.size_bytes = std::max(plan.size_bytes, begin + size);
    const Placed here{begin, begin + size, index};
    const auto before = [](const Placed& a, const Placed& b) { return a.begin < b.begin; };
    placed.insert(std::upper_bound(placed.begin(), placed.end(), here, before), here);
  }
  return plan;
}

}  // namespace kintsugi::engine
