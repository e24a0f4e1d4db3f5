#include "kintsugi/fill/patch_level.h"

#include <gtest/gtest.h>

#include "fill/pictures.h"

namespace kintsugi::fill {
namespace {

TEST(PatchLevelTest, LevelsHalveUntilTheHoleIsAPatchWide) {
  const Image image = picture({400, 300}, 3, 8, [](int, int, int) { return 100; });
  const auto levels = make_levels(image, hole(image.size(), {100, 100, 140, 150}), 3);
  ASSERT_EQ(levels.size(), 4u);  // 40 rows of hole, 20, 10, 5: no deeper than half of 7
  EXPECT_EQ(levels[1].size, (Size{200, 150}));
  EXPECT_EQ(levels[2].size, (Size{100, 75}));
  EXPECT_EQ(levels[2].hole.num_holes(), 10 * 12);
}

TEST(PatchLevelTest, KnownPixelsOfCoarseLevelsKnowNothingOfTheHole) {
  const Mask mask = hole({200, 200}, {60, 60, 120, 120});
  const Image image =
      picture({200, 200}, 1, 8, [&](int y, int x, int) { return mask.at(y, x) ? 255 : 100; });
  for (const Level& level : make_levels(image, mask, 3))
    for (int i = 0; i < level.size.area(); ++i)
      ASSERT_TRUE(level.hole.row(0)[i] || level.pixel(i)[0] == 100 * kLevelScale);
}

TEST(PatchLevelTest, SourcesAreWhollyKnownAndTargetsAreNot) {
  const Image image = picture({30, 30}, 1, 8, [](int, int, int) { return 0; });
  const Level level = make_levels(image, hole(image.size(), {15, 15, 16, 16}), 3).front();
  for (int y = 0; y < 30; ++y)
    for (int x = 0; x < 30; ++x) {
      const bool is_centre = y >= 3 && y < 27 && x >= 3 && x < 27;
      const bool touches = std::abs(y - 15) <= 3 && std::abs(x - 15) <= 3;
      EXPECT_EQ(level.is_source[y * 30 + x], is_centre && !touches);
      EXPECT_EQ(level.is_target[y * 30 + x], is_centre && touches);
    }
  EXPECT_EQ(level.targets, (Box{12, 12, 19, 19}));
}

TEST(PatchLevelTest, ConfidenceFallsIntoTheHole) {
  const Image image = picture({40, 40}, 1, 8, [](int, int, int) { return 0; });
  const Level level = make_levels(image, hole(image.size(), {10, 10, 30, 30}), 3).front();
  EXPECT_EQ(level.confidence[5 * 40 + 5], 1);
  EXPECT_GT(level.confidence[10 * 40 + 20], level.confidence[11 * 40 + 20]);
  EXPECT_GT(level.confidence[11 * 40 + 20], level.confidence[20 * 40 + 20]);
}

TEST(PatchLevelTest, TextureTellsRoughFromSmooth) {
  Random random(1);
  const Image image = picture(
      {40, 80}, 1, 8, [&](int, int x, int) { return x < 40 ? 100 : random.uniform(60, 140); });
  const Level level = make_levels(image, hole(image.size(), {0, 0, 1, 1}), 3).front();
  EXPECT_EQ(level.pixel(20 * 80 + 10)[3], 0);
  EXPECT_GT(level.pixel(20 * 80 + 70)[3], 30);
}

}  // namespace
}  // namespace kintsugi::fill
