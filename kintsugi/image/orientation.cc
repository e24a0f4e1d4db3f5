#include "kintsugi/image/orientation.h"

#include <opencv2/core.hpp>

#include "kintsugi/image/opencv.h"

namespace kintsugi {

Image upright(Image image, int orientation) {
  if (orientation < 2 || orientation > 8) return image;
  const Size size = image.size();
  const bool is_turned = orientation >= 5;
  Image result(is_turned ? Size{size.width, size.height} : size, image.channels(), image.bits());
  const cv::Mat from = as_mat(image);
  cv::Mat to = as_mat(result);
  switch (orientation) {
    case 2:
      cv::flip(from, to, 1);
      break;
    case 3:
      cv::flip(from, to, -1);
      break;
    case 4:
      cv::flip(from, to, 0);
      break;
    case 5:
      cv::transpose(from, to);
      break;
    case 6:
      cv::rotate(from, to, cv::ROTATE_90_CLOCKWISE);
      break;
    case 7:
      cv::transpose(from, to);
      cv::flip(to, to, -1);
      break;
    case 8:
      cv::rotate(from, to, cv::ROTATE_90_COUNTERCLOCKWISE);
      break;
  }
  return result;
}

}  // namespace kintsugi
