#include "kintsugi/fill/diffusion.h"

#include <opencv2/photo.hpp>

#include "kintsugi/base/error.h"
#include "kintsugi/image/opencv.h"

namespace kintsugi::fill {
namespace {

class Diffusion : public Inpainter {
 public:
  Diffusion(int algorithm, const DiffusionOptions& options)
      : algorithm_(algorithm), radius_px_(options.radius_px) {
    check(radius_px_ >= 1 && radius_px_ <= 100, "the radius is ", radius_px_,
          " pixels, expected 1 to 100");
  }

  Image fill(const Image& image, const Mask& mask) const override {
    check_fillable(image, mask);
    Image result = image;
    cv::Mat channels[3];
    if (image.bits() == 8) {
      cv::Mat filled;
      cv::inpaint(as_mat(image), as_mat(mask), filled, radius_px_, algorithm_);
      filled.copyTo(as_mat(result), as_mat(mask));
      return result;
    }
    // OpenCV takes 16 bits one channel at a time.
    cv::split(as_mat(image), channels);
    for (int c = 0; c < image.channels(); ++c) {
      cv::Mat filled;
      cv::inpaint(channels[c], as_mat(mask), filled, radius_px_, algorithm_);
      channels[c] = filled;
    }
    cv::Mat filled;
    cv::merge(channels, image.channels(), filled);
    filled.copyTo(as_mat(result), as_mat(mask));
    return result;
  }

 private:
  int algorithm_;
  double radius_px_;
};

}  // namespace

std::unique_ptr<Inpainter> telea(const DiffusionOptions& options) {
  return std::make_unique<Diffusion>(cv::INPAINT_TELEA, options);
}

std::unique_ptr<Inpainter> navier_stokes(const DiffusionOptions& options) {
  return std::make_unique<Diffusion>(cv::INPAINT_NS, options);
}

}  // namespace kintsugi::fill
