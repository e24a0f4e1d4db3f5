#pragma once

#include <opencv2/core.hpp>

#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi {

/// A cv::Mat over the image's own memory (RGB order, no copy); valid as long as the image lives.
/// The one header of the library that shows OpenCV: include it only where pixels meet OpenCV.
inline cv::Mat as_mat(Image& image) {
  return {image.height(), image.width(),
          CV_MAKETYPE(image.bits() == 8 ? CV_8U : CV_16U, image.channels()), image.row<uint8_t>(0)};
}
inline const cv::Mat as_mat(const Image& image) { return as_mat(const_cast<Image&>(image)); }

/// A cv::Mat (8 bits, values 0 and 1) over the mask's own memory.
inline cv::Mat as_mat(Mask& mask) { return {mask.height(), mask.width(), CV_8U, mask.row(0)}; }
inline const cv::Mat as_mat(const Mask& mask) { return as_mat(const_cast<Mask&>(mask)); }

}  // namespace kintsugi
