#include "kintsugi/fill/patch_field.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "fill/pictures.h"
#include "kintsugi/fill/patch_distance.h"

namespace kintsugi::fill {
namespace {

Level noise_level() {
  Random random(4);
  const Image image =
      picture({40, 50}, 3, 8, [&](int, int, int) { return random.uniform(0, 255); });
  return make_levels(image, hole(image.size(), {15, 20, 25, 30}), 3).front();
}

// Patch distance in obvious lines.
int slow_distance(const Level& level, int a, int b) {
  int sum = 0;
  for (int dy = -3; dy <= 3; ++dy)
    for (int dx = -3; dx <= 3; ++dx)
      for (int c = 0; c < 4; ++c) {
        const int shift = dy * level.size.width + dx;
        const int weight = level.hole.row(0)[a + shift] ? 1 : kKnownWeight;
        const int difference = weight * (level.pixel(a + shift)[c] - level.pixel(b + shift)[c]);
        sum += difference * difference;
      }
  return sum;
}

TEST(PatchFieldTest, DistancesAreWeightedSumsOfSquares) {
  const Level level = noise_level();
  PatchField field = random_field(level, {.radius_px = 20});
  search(level, field, {.radius_px = 20});
  for (int i = 0; i < level.size.area(); ++i) {
    if (!level.is_target[i]) continue;
    ASSERT_EQ(field.distance[i], slow_distance(level, i, field.source[i]));
  }
}

TEST(PatchFieldTest, ADistanceStopsAtItsLimit) {
  const Level level = noise_level();
  const int corner = 3 * (level.size.width + 1), a = 10 * 50 + 10, b = 10 * 50 + 40;
  const auto distance = [&](int32_t limit) {
    return patch_distance<7>(level.pixel(a - corner), &level.weights[size_t{4} * (a - corner)],
                             level.pixel(b - corner), 50 * kLevelChannels, limit);
  };
  EXPECT_EQ(distance(INT32_MAX), slow_distance(level, a, b));
  EXPECT_GE(distance(1000), 1000);
}

TEST(PatchFieldTest, SearchFindsBetterSourcesAndOnlyWholeKnownOnes) {
  const Level level = noise_level();
  PatchField field = random_field(level, {.radius_px = 50});
  search(level, field, {.radius_px = 50});
  const PatchField first = field;
  for (int i = 0; i < 30; ++i)
    search(level, field, {.radius_px = 50, .seed = 7u + i, .is_reversed = i % 2 == 0});
  double before = 0, after = 0;
  for (int i = 0; i < level.size.area(); ++i) {
    if (!level.is_target[i]) continue;
    ASSERT_TRUE(level.is_source[field.source[i]]);
    ASSERT_LE(field.distance[i], first.distance[i]);
    before += first.distance[i], after += field.distance[i];
  }
  EXPECT_LT(after, 0.9 * before);
}

TEST(PatchFieldTest, SourcesStayInTheSearchRegion) {
  const Level level = noise_level();
  const SearchOptions options{.radius_px = 50, .search_region_px = 16};
  PatchField field = random_field(level, options);
  for (int i = 0; i < 3; ++i) search(level, field, options);
  for (int i = 0; i < level.size.area(); ++i) {
    if (!level.is_target[i]) continue;
    EXPECT_LE(std::abs(i / 50 - field.source[i] / 50), 16);
    EXPECT_LE(std::abs(i % 50 - field.source[i] % 50), 16);
  }
}

TEST(PatchFieldTest, RefiningKeepsTheCoarseOffsets) {
  Random random(4);
  const Image image =
      picture({160, 160}, 3, 8, [&](int, int, int) { return random.uniform(0, 255); });
  const auto levels = make_levels(image, hole(image.size(), {60, 60, 100, 100}), 3);
  ASSERT_GE(levels.size(), 2u);
  const PatchField coarse = random_field(levels[1], {});
  const PatchField fine = refined_field(coarse, levels[1], levels[0], {});
  const int target = 80 * 160 + 80, from = coarse.source[40 * 80 + 40];
  EXPECT_EQ(fine.source[target], 2 * (from / 80) * 160 + 2 * (from % 80));
}

}  // namespace
}  // namespace kintsugi::fill
