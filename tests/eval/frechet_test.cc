#include "kintsugi/eval/frechet.h"

#include <gtest/gtest.h>

#include <cmath>

#include "kintsugi/base/random.h"
#include "kintsugi/error.h"

namespace kintsugi::eval {
namespace {

// Vectors whose features are independent: normal with their own mean and deviation.
FeatureMoments normals(int count, int size, double mean, double deviation, uint64_t seed) {
  FeatureMoments moments;
  Random random(seed);
  std::vector<float> features(size);
  for (int i = 0; i < count; ++i) {
    for (float& value : features) value = static_cast<float>(random.normal(mean, deviation));
    moments.add(features);
  }
  return moments;
}

// Four points with covariance diag(4/3 x², 4/3 y²) around (cx, cy).
FeatureMoments cross(float cx, float cy, float x, float y) {
  FeatureMoments moments;
  for (const float sign : {-1.f, 1.f}) {
    moments.add(std::vector<float>{cx + sign * x, cy + y});
    moments.add(std::vector<float>{cx + sign * x, cy - y});
  }
  return moments;
}

TEST(FrechetTest, IndependentFeaturesHaveTheirClosedForm) {
  // |m1 - m2|² + sum (s1 - s2)²
  const double wanted = 9 + 16 + 4.0 / 3 * ((2 - 5) * (2 - 5) + (1 - 3) * (1 - 3));
  EXPECT_NEAR(frechet_distance(cross(0, 0, 2, 1), cross(3, 4, 5, 3)), wanted, 1e-5);
}

TEST(FrechetTest, CorrelatedFeaturesHaveTheirClosedForm) {
  // C1 = [[2, 1], [1, 2]] and C2 = identity up to 1/(n - 1): tr (C1 C2)^½ = (√3 + 1) s.
  FeatureMoments a, b;
  const float r = std::sqrt(1.5f), q = std::sqrt(.5f);  // axes of C1, eigenvalues 3 and 1
  for (const float sign : {-1.f, 1.f}) {
    a.add(std::vector<float>{sign * r, sign * r});
    a.add(std::vector<float>{sign * q, -sign * q});
    b.add(std::vector<float>{sign, 0});
    b.add(std::vector<float>{0, sign});
  }
  const double scale = 2.0 / 3;  // two points on each axis, over n - 1
  EXPECT_NEAR(frechet_distance(a, b), scale * (4 + 2 - 2 * (std::sqrt(3) + 1)), 1e-5);
}

TEST(FrechetTest, IsNoughtToItselfEvenWithFewerVectorsThanFeatures) {
  const FeatureMoments few = normals(8, 60, 1, 2, 1);
  EXPECT_NEAR(frechet_distance(few, few), 0, 1e-5);
}

TEST(FrechetTest, FewerVectorsThanFeaturesGiveTheShiftOfTheMean) {
  FeatureMoments a, b;
  Random random(3);
  for (int i = 0; i < 5; ++i) {
    std::vector<float> features(40), shifted(40);
    for (int j = 0; j < 40; ++j) {
      features[j] = static_cast<float>(random.uniform());
      shifted[j] = features[j] + .5f;
    }
    a.add(features);
    b.add(shifted);
  }
  EXPECT_NEAR(frechet_distance(a, b), 40 * .25, 1e-4);
}

TEST(FrechetTest, DoesNotDependOnTheOrderOfTheTwo) {
  const FeatureMoments a = normals(30, 12, 0, 1, 4), b = normals(9, 12, 1, 3, 5);
  EXPECT_NEAR(frechet_distance(a, b), frechet_distance(b, a), 1e-8);
  EXPECT_GT(frechet_distance(a, b), 12);
}

TEST(FrechetTest, MergedMomentsAreThoseOfAllVectors) {
  FeatureMoments parts = normals(7, 5, 2, 1, 6), whole = normals(7, 5, 2, 1, 6);
  FeatureMoments rest;
  Random random(7);
  for (int i = 0; i < 4; ++i) {
    std::vector<float> features(5);
    for (float& value : features) value = static_cast<float>(random.uniform(-9, 9));
    rest.add(features);
    whole.add(features);
  }
  parts.merge(rest);
  EXPECT_EQ(parts.count(), 11);
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(parts.mean()[i], whole.mean()[i], 1e-12);
  for (int i = 0; i < 25; ++i) {
    EXPECT_NEAR(parts.covariance()[i], whole.covariance()[i], 1e-12);
  }
}

TEST(FrechetTest, RefusesWhatHasNoCovariance) {
  FeatureMoments one;
  one.add(std::vector<float>{1, 2});
  EXPECT_THROW(frechet_distance(one, one), Error);
  EXPECT_THROW(one.add(std::vector<float>{1, 2, 3}), Error);
  EXPECT_THROW(one.add(std::vector<float>{1, NAN}), Error);
}

}  // namespace
}  // namespace kintsugi::eval
