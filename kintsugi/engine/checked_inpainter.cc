#include "kintsugi/engine/checked_inpainter.h"

#include <cmath>
#include <utility>

#include "kintsugi/error.h"

namespace kintsugi::engine {
namespace {

void check_known_pixels(const char* who, const Image& image, const Mask& mask,
                        const Image& filled) {
  check(filled.size() == image.size() && filled.channels() == image.channels() &&
            filled.bits() == image.bits(),
        who, " gives ", filled.size(), " with ", filled.channels(), " channels, expected ",
        image.size(), " with ", image.channels());
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      for (int c = 0; c < image.channels() && !mask.at(y, x); ++c) {
        check(filled.at(y, x, c) == image.at(y, x, c), who, " changes the known pixel in row ", y,
              ", column ", x, ": ", filled.at(y, x, c), ", expected ", image.at(y, x, c));
      }
    }
  }
}

// Of hole pixels; infinity where they are equal.
double psnr_db(const Image& a, const Image& b, const Mask& mask) {
  double squares = 0, count = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      for (int c = 0; c < a.channels() && mask.at(y, x); ++c) {
        const double difference = 1. * (a.at(y, x, c) - b.at(y, x, c)) / a.max_value();
        squares += difference * difference;
        count += 1;
      }
    }
  }
  return squares > 0 ? 10 * std::log10(count / squares) : INFINITY;
}

}  // namespace

CheckedInpainter::CheckedInpainter(std::unique_ptr<Inpainter> method,
                                   std::unique_ptr<Inpainter> reference, double min_psnr_db)
    : method_(std::move(method)), reference_(std::move(reference)), min_psnr_db_(min_psnr_db) {
  check(method_ && reference_, "a checked method needs two methods, found one or none");
}

Filled CheckedInpainter::fill(const Image& image, const Mask& mask,
                              const Progress& progress) const {
  Filled result = method_->fill(image, mask, progress.part(0.5));
  check_known_pixels("the method", image, mask, result.image);
  const Image expected = reference_->fill(image, mask, progress.part(0.5)).image;
  check_known_pixels("the reference", image, mask, expected);
  progress.ask();
  const double found_db = psnr_db(result.image, expected, mask);
  check(found_db >= min_psnr_db_, "the method's fill is ", found_db,
        " dB from the reference's, expected ", min_psnr_db_, " dB or more");
  progress.at(1);
  return result;
}

}  // namespace kintsugi::engine
