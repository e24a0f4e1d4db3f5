#include "kintsugi/image/jpeg_smooth.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "kintsugi/image/components.h"
#include "kintsugi/image/runs.h"

namespace kintsugi {
namespace {

constexpr int kContextPx = 8;  // of known pixels around a hole

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

/// Means of a channel from its sums and their weights; where the weight is below 1, the rest comes
/// from ever wider surroundings.
cv::Mat means_of(const cv::Mat& sums) {
  cv::Mat means;
  if (sums.total() == 1) {
    means = cv::Mat::zeros(sums.size(), CV_32F);
  } else {
    cv::resize(means_of(halved(sums)), means, (sums.size() + cv::Size(1, 1)) / 2 * 2, 0, 0,
               cv::INTER_LINEAR);
    means = means(cv::Rect({0, 0}, sums.size()));
  }
  for (int y = 0; y < sums.rows; ++y) {
    for (int x = 0; x < sums.cols; ++x) {
      const auto [sum, weight] = sums.at<cv::Vec2f>(y, x).val;
      if (weight <= 0) continue;
      float& mean = means.at<float>(y, x);
      mean += std::min(weight, 1.f) * (sum / weight - mean);
    }
  }
  return means;
}

void fill_box(Image& image, const Mask& mask, const Box& box, int channel) {
  cv::Mat sums(box.height(), box.width(), CV_32FC2);
  const int channels = image.channels();
  for (int y = 0; y < box.height(); ++y) {
    const uint8_t* row = image.row<uint8_t>(box.top + y) + channel;
    for (int x = 0; x < box.width(); ++x) {
      const float weight = mask.at(box.top + y, box.left + x) ? 0 : 1;
      sums.at<cv::Vec2f>(y, x) = {weight * row[(box.left + x) * channels], weight};
    }
  }
  const cv::Mat means = means_of(sums);
  for (int y = 0; y < box.height(); ++y) {
    uint8_t* row = image.row<uint8_t>(box.top + y) + channel;
    for_each_run(mask.row(box.top + y) + box.left, box.width(), [&](int left, int right) {
      for (int x = left; x < right; ++x) {
        row[(box.left + x) * channels] = cv::saturate_cast<uint8_t>(means.at<float>(y, x));
      }
    });
  }
}

}  // namespace

void smooth_fill(Image& image, const Mask& mask) {
  if (mask.num_holes() == mask.size().area()) return;
  for (const HoleGroup& group : hole_groups(mask)) {
    const Box box = group.box.grown(kContextPx, mask.size());
    for (int c = 0; c < image.channels(); ++c) fill_box(image, mask, box, c);
  }
}

}  // namespace kintsugi
