#pragma once

#include <torch/types.h>

#include "kintsugi/image/ssim_window.h"

/// What validation measures of a batch, one number a picture, in LibTorch: the same numbers as
/// eval/metrics.h gives for pictures, of a whole batch at once and on its device. Values are in [0,
/// 1].
///   result, truth  [N, 3, H, W];  mask  [N, 1, H, W], 1 = hole;  return  [N]
namespace kintsugi::train {

/// Peak signal-to-noise ratio in dB; 100 for equal pictures.
torch::Tensor psnr(const torch::Tensor& result, const torch::Tensor& truth);

/// Mean absolute difference under the hole; 0 without one.
torch::Tensor hole_l1(const torch::Tensor& result, const torch::Tensor& truth,
                      const torch::Tensor& mask);

/// Structural similarity over the windows that lie inside; H and W at least the window's.
torch::Tensor ssim(const torch::Tensor& result, const torch::Tensor& truth, SsimWindow window);

}  // namespace kintsugi::train
