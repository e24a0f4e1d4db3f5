#include "kintsugi/fill/patch_blend.h"

#include <gtest/gtest.h>

#include "fill/pictures.h"

namespace kintsugi::fill {
namespace {

// Votes for a flat colour under the hole of a grey picture that is 100 everywhere else.
Votes flat_votes(Size size, const Mask& mask, float colour) {
  Votes votes{{0, 0, size.height, size.width}, {}, {}, {}};
  for (int i = 0; i < size.area(); ++i) votes.colour.push_back(mask.row(0)[i] ? colour : 100);
  votes.right.resize(votes.colour.size());
  votes.down.resize(votes.colour.size());
  return votes;
}

TEST(PatchBlendTest, TakesAPatchOfTheWrongBrightnessToItsSurroundings) {
  Image image = picture({20, 20}, 1, 8, [](int, int, int) { return 100; });
  const Mask mask = hole(image.size(), {5, 5, 15, 15});
  blend(flat_votes(image.size(), mask, 120), mask, 1e-4f, 1, image);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 20; ++x) EXPECT_NEAR(image.at(y, x, 0), 100, 1) << y << " " << x;
}

TEST(PatchBlendTest, FollowsTheVotedColourWherePullIsStrong) {
  Image image = picture({20, 20}, 1, 8, [](int, int, int) { return 100; });
  const Mask mask = hole(image.size(), {5, 5, 15, 15});
  blend(flat_votes(image.size(), mask, 120), mask, 1000, 1, image);
  EXPECT_EQ(image.at(10, 10, 0), 120);
  EXPECT_EQ(image.at(4, 10, 0), 100);
}

TEST(PatchBlendTest, SolvesTheScreenedPoissonEquation) {
  Image image = picture({1, 3}, 1, 16, [](int, int, int) { return 0; });
  image.set(0, 0, 0, 1000);
  image.set(0, 2, 0, 3000);
  const Mask mask = hole(image.size(), {0, 1, 1, 2});
  // One unknown u: 0.5 (u - 500) + a (u - 1000 - 100) + b (u - 3000 + 200) = 0, where the trust in
  // the differences is a = (1 + (600 / 9830)^2)^-2 and b = (1 + (2300 / 9830)^2)^-2.
  const Votes votes{{0, 0, 1, 3}, {1000, 500, 3000}, {100, 200, 0}, {0, 0, 0}};
  blend(votes, mask, 0.5f, 1, image);
  EXPECT_EQ(image.at(0, 1, 0), 1614);
}

TEST(PatchBlendTest, DoesNotSmearAnEdgeThatNoPatchVotedFor) {
  Image image = picture({20, 20}, 1, 8, [](int, int, int) { return 100; });
  const Mask mask = hole(image.size(), {5, 5, 15, 15});
  blend(flat_votes(image.size(), mask, 250), mask, 0.01f, 1, image);
  EXPECT_GT(image.at(10, 10, 0), 230);
}

}  // namespace
}  // namespace kintsugi::fill
