#pragma once

#include "kintsugi/image.h"
#include "kintsugi/image/ssim_window.h"
#include "kintsugi/mask.h"

namespace kintsugi::eval {

// Each compares two pictures of the same size, channels and bits, with values scaled to [0, 1];
// anything else is an Error. `region` (null = the whole picture) limits PSNR, L1 and L2 to its hole
// pixels; a region without any is an Error.

/// Peak signal-to-noise ratio in dB over all values: 10 log10(1 / mean squared difference);
/// infinity for equal pictures.
double psnr(const Image& result, const Image& truth, const Mask* region = nullptr);

/// Mean absolute difference in percent of the range (Context Encoders: Pathak et al. 2016).
double l1_percent(const Image& result, const Image& truth, const Mask* region = nullptr);

/// Mean squared difference in percent of the squared range (Context Encoders).
double l2_percent(const Image& result, const Image& truth, const Mask* region = nullptr);

/// Structural similarity (Wang et al. 2004; K1 0.01, K2 0.03) per channel, mean over all windows
/// that lie inside the picture and over the channels; in [-1, 1]. Equals scikit-image's
/// structural_similarity. Errors: a picture smaller than the window.
double ssim(const Image& result, const Image& truth, SsimWindow window = SsimWindow::kGaussian11);

/// SSIM over all windows, and over those with a hole pixel in the middle: NaN where no window that
/// lies inside the picture has one.
struct SsimOfBoth {
  double picture, hole;
};

/// Both at the price of one. Errors: as above, and a mask of another size.
SsimOfBoth ssim(const Image& result, const Image& truth, const Mask& mask, SsimWindow window);

}  // namespace kintsugi::eval
