#include "kintsugi/image/pull_push.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace kintsugi {
namespace {

/// Sums over 2 x 2 pixels.
cv::Mat halved(const cv::Mat& sums) {
  cv::Mat even = sums, half;
  if (sums.rows % 2 || sums.cols % 2) {
    cv::copyMakeBorder(sums, even, 0, sums.rows % 2, 0, sums.cols % 2, cv::BORDER_CONSTANT);
  }
  cv::resize(even, half, even.size() / 2, 0, 0, cv::INTER_AREA);
  half *= 4;
  return half;
}

}  // namespace

cv::Mat pull_push(const cv::Mat& sums) {
  cv::Mat means;
  if (sums.total() == 1) {
    means = cv::Mat::zeros(sums.size(), sums.type());
  } else {
    const cv::Mat coarse = pull_push(halved(sums));
    cv::resize(coarse, means, coarse.size() * 2, 0, 0, cv::INTER_LINEAR);
    means = means(cv::Rect({0, 0}, sums.size()));
  }
  const int channels = sums.channels() - 1;
  for (int y = 0; y < sums.rows; ++y) {
    const float* sum = sums.ptr<float>(y);
    float* mean = means.ptr<float>(y);
    for (int x = 0; x < sums.cols; ++x, sum += channels + 1, mean += channels + 1) {
      const float weight = sum[channels];
      if (weight <= 0) continue;
      const float share = std::min(weight, 1.f);
      for (int c = 0; c < channels; ++c) mean[c] += share * (sum[c] / weight - mean[c]);
    }
  }
  return means;
}

}  // namespace kintsugi
