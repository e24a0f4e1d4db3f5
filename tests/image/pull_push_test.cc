#include "kintsugi/image/pull_push.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

namespace kintsugi {
namespace {

TEST(PullPushTest, OneKnownValueIsTheMeanEverywhere) {
  cv::Mat sums = cv::Mat::zeros(5, 7, CV_32FC2);
  sums.at<cv::Vec2f>(1, 2) = {3 * 40.f, 3};
  const cv::Mat means = pull_push(sums);
  ASSERT_EQ(means.size(), sums.size());
  for (int y = 0; y < 5; ++y)
    for (int x = 0; x < 7; ++x)
      EXPECT_NEAR(means.at<cv::Vec2f>(y, x)[0], 40, 1e-3) << y << " " << x;
}

TEST(PullPushTest, KnownValuesStayAndWithoutAnyAllIsZero) {
  cv::Mat sums = cv::Mat::zeros(4, 4, CV_32FC2);
  EXPECT_EQ(cv::countNonZero(pull_push(sums).reshape(1)), 0);
  sums.at<cv::Vec2f>(0, 0) = {10, 1};
  sums.at<cv::Vec2f>(3, 3) = {90, 1};
  const cv::Mat means = pull_push(sums);
  EXPECT_FLOAT_EQ(means.at<cv::Vec2f>(0, 0)[0], 10);
  EXPECT_FLOAT_EQ(means.at<cv::Vec2f>(3, 3)[0], 90);
}

}  // namespace
}  // namespace kintsugi
