#pragma once

#include <memory>

#include "kintsugi/inpainter.h"

namespace kintsugi::engine {

/// Fills with `method` and makes sure of it: fills with `reference` too, and compares the hole
/// pixels of the two. For tests and for trying a precision on one's own pictures:
///
///   CheckedInpainter(model_inpainter(path, {.model = {.precision = Precision::kBf16}}),
///                    model_inpainter(path, {.model = {.precision = Precision::kF32}}));
class CheckedInpainter : public Inpainter {
 public:
  /// `min_psnr_db` is over hole pixels only; 40 dB is a mean difference of a hundredth of the
  /// range.
  CheckedInpainter(std::unique_ptr<Inpainter> method, std::unique_ptr<Inpainter> reference,
                   double min_psnr_db = 40);

  /// What `method` gives, its warnings too. Errors beside those of the two: their results differ by more than
  /// min_psnr_db allows, or one of them changed a known pixel; says which and where.
  Filled fill(const Image& image, const Mask& mask, const Progress& progress = {}) const override;

 private:
  std::unique_ptr<Inpainter> method_, reference_;
  double min_psnr_db_;
};

}  // namespace kintsugi::engine
