#include "kintsugi/picture/orientation.h"

#include <opencv2/core.hpp>

namespace kintsugi {

void turn_upright(const uint8_t* stored, Size size, int pixel_bytes, int orientation,
                  uint8_t* result) {
  const int type = CV_8UC(pixel_bytes);
  const bool is_turned = orientation >= 5;
  const cv::Mat from(size.height, size.width, type, const_cast<uint8_t*>(stored));
  cv::Mat to(is_turned ? size.width : size.height, is_turned ? size.height : size.width, type,
             result);
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
    default:
      from.copyTo(to);
  }
}

Image upright(Image image, int orientation) {
  if (orientation < 2 || orientation > 8) return image;
  const Size size = image.size();
  Image result(orientation >= 5 ? Size{size.width, size.height} : size, image.channels(),
               image.bits());
  turn_upright(image.row<uint8_t>(0), size, image.channels() * image.bits() / 8, orientation,
               result.row<uint8_t>(0));
  return result;
}

}  // namespace kintsugi
