#include "kintsugi/engine/arena.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kintsugi/base/random.h"

namespace kintsugi::engine {
namespace {

TEST(ArenaTest, MemoryIsUsedAgainAfterItsLastStep) {
  // A chain: each value lives from the step that writes it to the one that reads it.
  const ArenaPlan plan = plan_arena({{640, 0, 1}, {640, 1, 2}, {640, 2, 3}, {640, 3, 4}});
  EXPECT_EQ(plan.size_bytes, 1280);
}

TEST(ArenaTest, OffsetsAreAligned) {
  const ArenaPlan plan = plan_arena({{1, 0, 2}, {65, 0, 2}, {130, 1, 1}});
  for (const int64_t offset : plan.offsets) EXPECT_EQ(offset % kArenaAlignment, 0);
  EXPECT_EQ(plan.size_bytes, 64 + 128 + 192);
}

TEST(ArenaTest, NothingThatLivesTogetherOverlaps) {
  Random random(1);
  std::vector<ArenaRequest> requests;
  for (int i = 0; i < 200; ++i) {
    const int first = random.integer(0, 50);
    requests.push_back({random.integer(0, 5000), first, first + random.integer(0, 8)});
  }
  const ArenaPlan plan = plan_arena(requests);
  for (size_t a = 0; a < requests.size(); ++a) {
    EXPECT_LE(plan.offsets[a] + requests[a].size_bytes, plan.size_bytes);
    for (size_t b = 0; b < a; ++b) {
      if (requests[a].first > requests[b].last || requests[b].first > requests[a].last) continue;
      const bool is_apart = plan.offsets[a] + requests[a].size_bytes <= plan.offsets[b] ||
                            plan.offsets[b] + requests[b].size_bytes <= plan.offsets[a];
      EXPECT_TRUE(is_apart) << a << " and " << b;
    }
  }
}

TEST(ArenaTest, NothingNeedsNothing) { EXPECT_EQ(plan_arena({}).size_bytes, 0); }

}  // namespace
}  // namespace kintsugi::engine
