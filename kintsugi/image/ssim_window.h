#pragma once

namespace kintsugi {

/// The windows that SSIM is computed over.
enum class SsimWindow {
  kGaussian11,  ///< 11x11 Gaussian, sigma 1.5, population covariance, as Wang et al. 2004
  kUniform7,    ///< 7x7 mean, sample covariance, as scikit-image does by default
};

}  // namespace kintsugi
