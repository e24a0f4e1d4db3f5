#pragma once

#include <cstdint>
#include <vector>

namespace kintsugi::engine {

/// A piece of memory that is needed from step `first` to step `last`, both included.
struct ArenaRequest {
  int64_t size_bytes = 0;
  int first = 0, last = 0;
};

/// Where each request lies in one block of memory of `size_bytes`.
struct ArenaPlan {
  std::vector<int64_t> offsets;  // one a request, multiples of kArenaAlignment
  int64_t size_bytes = 0;
};

constexpr int64_t kArenaAlignment = 64;  // a cache line, and oneDNN's widest vector

/// Places requests so that no two which live at the same step overlap: largest first, each into the
/// lowest gap that holds it (greedy by size; Pisarchyk and Lee 2020, section 4).
ArenaPlan plan_arena(const std::vector<ArenaRequest>& requests);

}  // namespace kintsugi::engine
