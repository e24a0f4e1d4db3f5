#include "kintsugi/data/transform.h"

#include <algorithm>
#include <cmath>

#include "kintsugi/data/autoaugment.h"
#include "kintsugi/error.h"
#include "kintsugi/image/resample.h"

namespace kintsugi::data {
namespace {

Box square_at(int top, int left, int side) { return {top, left, top + side, left + side}; }

int shorter_side_px(const Image& image, const TransformOptions& options) {
  const int side = std::min(image.height(), image.width());
  const int useful = static_cast<int>(std::ceil(options.size / options.data.smallest_crop));
  return std::clamp(side, options.size, std::max(options.size, useful));
}

Image with_shorter_side(const Image& image, int side) {
  const int shorter = std::min(image.height(), image.width());
  const auto scaled = [&](int length) {
    return std::max(side, static_cast<int>((2LL * length * side + shorter) / (2LL * shorter)));
  };
  return resampled(image, {scaled(image.height()), scaled(image.width())});
}

Image random_square(const Image& image, const TransformOptions& options, Random& random) {
  const int shorter = std::min(image.height(), image.width());
  const int least =
      std::clamp(static_cast<int>(std::lround(options.data.smallest_crop * shorter)), 1, shorter);
  const int side = random.integer(least, shorter);
  const int top = random.integer(0, image.height() - side);
  const int left = random.integer(0, image.width() - side);
  return resampled(image.crop(square_at(top, left, side)), {options.size, options.size});
}

void mirror(Image& image) {
  for (int y = 0; y < image.height(); ++y) {
    uint8_t* row = image.row<uint8_t>(y);
    for (int x = 0; x < image.width() / 2; ++x) {
      std::swap_ranges(row + 3 * x, row + 3 * x + 3, row + 3 * (image.width() - 1 - x));
    }
  }
}

}  // namespace

void check_transform(const TransformOptions& options) {
  const recipe::Data& data = options.data;
  check(options.size >= 1 && options.size <= 1 << 15, "the pictures' size is ", options.size,
        ", expected 1 to ", 1 << 15);
  check(data.smallest_crop > 0 && data.smallest_crop <= 1, "data.smallest_crop is ",
        data.smallest_crop, ", expected more than 0 and at most 1");
  check(data.flip >= 0 && data.flip <= 1, "data.flip is ", data.flip, ", expected 0 to 1");
}

Image prepared(const Image& image, const TransformOptions& options) {
  const Image rgb = as_rgb8(image);
  const Size square = {options.size, options.size};
  if (options.data.crop == recipe::Crop::kSquash) return resampled(rgb, square);
  if (options.data.crop == recipe::Crop::kCentre) return resampled(middle_square(rgb), square);
  return with_shorter_side(rgb, shorter_side_px(rgb, options));
}

Image transformed(const Image& prepared, const TransformOptions& options, Random& random) {
  Image image = options.data.crop == recipe::Crop::kRandom
                    ? random_square(prepared, options, random)
                    : prepared;
  if (random.uniform() < options.data.flip) mirror(image);
  if (options.data.augmentation == recipe::Augmentation::kAutoaugment)
    return autoaugmented(std::move(image), random);
  return image;
}

Image middle(const Image& prepared, const TransformOptions& options) {
  return resampled(middle_square(prepared), {options.size, options.size});
}

}  // namespace kintsugi::data
