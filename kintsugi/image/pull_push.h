#pragma once

#include <opencv2/core/mat.hpp>

namespace kintsugi {

/// Weighted means at every pixel (pull-push, Gortler et al. 1996); where the weight is below 1, the
/// rest comes from ever wider surroundings, and without any weight at all is 0.
///   sums    [H, W, C + 1]  floats: weight times value for each channel, then the weight, 0 or more
///   return  [H, W, C + 1]  the means; the last channel says nothing
cv::Mat pull_push(const cv::Mat& sums);

}  // namespace kintsugi
