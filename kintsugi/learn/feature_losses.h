#pragma once

#include <torch/types.h>

#include <vector>

/// Losses of the activations of a feature network; FeatureNetwork gives them.
namespace kintsugi::learn {

/// Gram matrices (Gatys et al. 2016, equation 3): G = F F^T / (C H W), F the maps as rows.
///   features  [N, C, H, W];  return  [N, C, C]
torch::Tensor gram_matrix(const torch::Tensor& features);

/// Style:  sum over layers of w_l sqrt(mean (G_l - G'_l)²) / L
/// with means over all entries of all matrices of the batch, L the number of layers. Report 000 has
/// all w_l = 1; report 002 gives them. Where two matrices are equal the gradient is 0 (a layer's
/// root is never below 1e-12).
///   result, truth  [N, C_l, H_l, W_l] a layer
///   weights        one per layer, or none: 1
/// Errors: not as many of each.
torch::Tensor style_loss(const std::vector<torch::Tensor>& result,
                         const std::vector<torch::Tensor>& truth,
                         const std::vector<double>& weights = {});

/// Feature (perceptual) loss: sum over layers of w_l mean (F_l - F'_l)² / L (Johnson et al. 2016,
/// equation 2).
torch::Tensor feature_loss(const std::vector<torch::Tensor>& result,
                           const std::vector<torch::Tensor>& truth,
                           const std::vector<double>& weights = {});

/// The same for the hole alone: the mask, made as small as each layer by taking means, weighs the
/// squared differences; the mean is over the weights.
///   mask  [N, 1, H, W]
torch::Tensor masked_feature_loss(const std::vector<torch::Tensor>& result,
                                  const std::vector<torch::Tensor>& truth,
                                  const torch::Tensor& mask,
                                  const std::vector<double>& weights = {});

}  // namespace kintsugi::learn
