#include "kintsugi/learn/losses.h"

#include <gtest/gtest.h>

#include "kintsugi/error.h"
#include "learn/gradients.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

/// [1, 2, 2, 2]: truth 0; the hole is the upper left pixel.
const Tensor result() {
  return torch::tensor({1., 2., 3., 4., -5., 6., 7., 8.}).view({1, 2, 2, 2});
}
const Tensor truth() { return torch::zeros({1, 2, 2, 2}); }
const Tensor mask() { return torch::tensor({1., 0., 0., 0.}).view({1, 1, 2, 2}); }

TEST(LossesTest, RegionsAreMeansOverTheirOwnValues) {
  // hole: 1 and -5; known: 2 3 4 6 7 8
  EXPECT_FLOAT_EQ(l1_loss(result(), truth(), mask(), Region::kHole).item<float>(), 3);
  EXPECT_FLOAT_EQ(l1_loss(result(), truth(), mask(), Region::kKnown).item<float>(), 5);
  EXPECT_FLOAT_EQ(l1_loss(result(), truth(), mask(), Region::kAll).item<float>(), 4.5f);
  EXPECT_FLOAT_EQ(mse_loss(result(), truth(), mask(), Region::kHole).item<float>(), 13);
  EXPECT_FLOAT_EQ(mse_loss(result(), truth(), mask(), Region::kKnown).item<float>(), 178 / 6.f);
  EXPECT_FLOAT_EQ(mse_loss(result(), truth(), mask(), Region::kAll).item<float>(), 25.5f);
}

TEST(LossesTest, AnEmptyRegionCostsNothing) {
  const Tensor none = torch::zeros({1, 1, 2, 2});
  EXPECT_EQ(l1_loss(result(), truth(), none, Region::kHole).item<float>(), 0);
  EXPECT_EQ(mse_loss(result(), truth(), 1 - none, Region::kKnown).item<float>(), 0);
}

TEST(LossesTest, WeightedL1IsTheMeanOverAllValues) {
  const Tensor weights = torch::tensor({.5, 0., 1., 0.}).view({1, 1, 2, 2});
  // (.5 1 + 1 3 + .5 5 + 1 7) / 8
  EXPECT_FLOAT_EQ(weighted_l1_loss(result(), truth(), weights).item<float>(), 13 / 8.f);
}

TEST(LossesTest, TotalVariationAveragesDownwardsAndSidewaysApart) {
  const Tensor x = torch::tensor({0., 1., 3., 2., 2., 2.}).view({1, 1, 2, 3});
  // down: |2-0|, |2-1|, |2-3| -> 4/3; sideways: 1, 2, 0, 0 -> 3/4
  EXPECT_FLOAT_EQ(total_variation(x).item<float>(), 4 / 3.f + 3 / 4.f);
}

TEST(LossesTest, GradientsAreThoseOfFiniteDifferences) {
  const Tensor hole = mask().to(torch::kFloat64);
  const Tensor target = numbers({2, 2, 2, 2}, 5);
  expect_gradients({numbers({2, 2, 2, 2}, 1)}, [&](const std::vector<Tensor>& in) {
    return l1_loss(in[0], target, hole, Region::kKnown) +
           mse_loss(in[0], target, hole, Region::kHole) + weighted_l1_loss(in[0], target, hole) +
           total_variation(in[0]);
  });
}

TEST(LossesTest, OtherSizesAreErrors) {
  EXPECT_THROW(l1_loss(result(), torch::zeros({1, 1, 2, 2}), mask(), Region::kAll), Error);
  EXPECT_THROW(total_variation(torch::zeros({1, 3, 1, 4})), Error);
}

}  // namespace
}  // namespace kintsugi::learn
