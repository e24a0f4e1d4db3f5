#include "kintsugi/base/random.h"

#include <gtest/gtest.h>

namespace kintsugi {
namespace {

TEST(RandomTest, MixBitsIsSplitMix64) {
  // First output of the reference SplitMix64 with seed 0.
  EXPECT_EQ(mix_bits(0x9E3779B97F4A7C15u), 0xE220A8397B1DCDAFu);
}

TEST(RandomTest, UniformNumbersHaveTheirMeanAndRange) {
  Random random(1);
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const double u = random.uniform(2, 4);
    ASSERT_GE(u, 2);
    ASSERT_LT(u, 4);
    sum += u;
  }
  EXPECT_NEAR(sum / 10000, 3, 0.03);  // five standard errors
}

TEST(RandomTest, IntegersReachBothEnds) {
  Random random(2);
  bool low = false, high = false;
  for (int i = 0; i < 100; ++i) {
    const int n = random.integer(-1, 1);
    ASSERT_GE(n, -1);
    ASSERT_LE(n, 1);
    low |= n == -1;
    high |= n == 1;
  }
  EXPECT_TRUE(low && high);
}

TEST(RandomTest, NormalNumbersHaveTheirMeanAndDeviation) {
  Random random(3);
  double sum = 0, squares = 0;
  for (int i = 0; i < 10000; ++i) {
    const double n = random.normal(25, 10);
    sum += n;
    squares += (n - 25) * (n - 25);
  }
  EXPECT_NEAR(sum / 10000, 25, 0.5);
  EXPECT_NEAR(squares / 10000, 100, 8);
}

TEST(RandomTest, StreamsOfOneSeedDiffer) {
  EXPECT_NE(Random(1, 0).bits(), Random(1, 1).bits());
  EXPECT_EQ(Random(1, 1).bits(), Random(1, 1).bits());
}

}  // namespace
}  // namespace kintsugi
