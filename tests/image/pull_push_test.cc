#include "kintsugi/image/pull_push.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace kintsugi {
namespace {

TEST(PullPushTest, OneKnownValueIsTheMeanEverywhere) {
  FloatGrid sums({5, 7}, 2);
  sums.at(1, 2)[0] = 3 * 40.f;
  sums.at(1, 2)[1] = 3;
  const FloatGrid means = pull_push(sums);
  ASSERT_EQ(means.size, sums.size);
  for (int y = 0; y < 5; ++y)
    for (int x = 0; x < 7; ++x) EXPECT_NEAR(*means.at(y, x), 40, 1e-3) << y << " " << x;
}

TEST(PullPushTest, KnownValuesStayAndWithoutAnyAllIsZero) {
  FloatGrid sums({4, 4}, 2);
  const std::vector<float> zeros(sums.values.size());
  EXPECT_EQ(pull_push(sums).values, zeros);
  sums.at(0, 0)[0] = 10, sums.at(0, 0)[1] = 1;
  sums.at(3, 3)[0] = 90, sums.at(3, 3)[1] = 1;
  const FloatGrid means = pull_push(sums);
  EXPECT_FLOAT_EQ(*means.at(0, 0), 10);
  EXPECT_FLOAT_EQ(*means.at(3, 3), 90);
}

// One level of it against OpenCV's bilinear enlargement.
TEST(PullPushTest, EnlargesBilinearly) {
  FloatGrid sums({4, 6}, 2);
  cv::Mat coarse(2, 3, CV_32F), expected;
  for (int y = 0; y < 2; ++y) {
    for (int x = 0; x < 3; ++x) {
      // Each block of 2 x 2 knows one of its pixels, weakly enough to change nothing but the mean.
      coarse.at<float>(y, x) = static_cast<float>(10 * y * y + 7 * x);
      sums.at(2 * y, 2 * x)[0] = 1e4f * coarse.at<float>(y, x);
      sums.at(2 * y, 2 * x)[1] = 1e4f;
    }
  }
  cv::resize(coarse, expected, {6, 4}, 0, 0, cv::INTER_LINEAR);
  const FloatGrid means = pull_push(sums);
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 6; ++x) {
      if (y % 2 == 0 && x % 2 == 0) continue;  // known
      EXPECT_NEAR(*means.at(y, x), expected.at<float>(y, x), 1e-4) << y << " " << x;
    }
  }
}

}  // namespace
}  // namespace kintsugi
