#pragma once

#include <torch/types.h>

/// What validation measures of a batch, one number a picture, in LibTorch: the same numbers as
/// eval/metrics.h, which needs the image room's pictures. Values are in [0, 1].
///   result, truth  [N, 3, H, W];  mask  [N, 1, H, W], 1 = hole;  return  [N]
namespace kintsugi::train {

/// Peak signal-to-noise ratio in dB; 100 for equal pictures.
torch::Tensor psnr(const torch::Tensor& result, const torch::Tensor& truth);

/// Mean absolute difference under the hole; 0 without one.
torch::Tensor hole_l1(const torch::Tensor& result, const torch::Tensor& truth,
                      const torch::Tensor& mask);

enum class SsimWindow {
  kGaussian11,  // sigma 1.5, population covariance: Wang et al. 2004
  kUniform7,    // 7x7 mean, sample covariance: scikit-image's default
};

/// Structural similarity over the windows that lie inside; H and W at least the window's.
torch::Tensor ssim(const torch::Tensor& result, const torch::Tensor& truth, SsimWindow window);

}  // namespace kintsugi::train
