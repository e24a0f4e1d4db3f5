#pragma once

#include <torch/types.h>

#include "kintsugi/recipe/words.h"

/// Losses of pictures, pixel by pixel. All give one number, f32, with gradients.
namespace kintsugi::learn {

using recipe::Region;

/// The mask of a region: M, 1 - M or all ones.
///   mask    [N, 1, H, W]  1 = hole
///   return  [N, 1, H, W]
torch::Tensor region_mask(const torch::Tensor& mask, Region region);

/// Mean absolute difference of the values in the region:
///   sum R |result - truth| / (C sum R), 0 where the region is empty.
/// The mean is over the region's values of the whole batch, not over the picture's, so that the
/// weight of a term does not depend on how large the holes are.
///   result, truth  [N, C, H, W];  mask  [N, 1, H, W]
torch::Tensor l1_loss(const torch::Tensor& result, const torch::Tensor& truth,
                      const torch::Tensor& mask, Region region);

/// Mean squared difference likewise: sum R (result - truth)² / (C sum R). Report 003 uses it on
/// the hole (equation 2 of Iizuka et al. 2017, there with a sum).
torch::Tensor mse_loss(const torch::Tensor& result, const torch::Tensor& truth,
                       const torch::Tensor& mask, Region region);

/// L1 weighted by pixel: sum w |result - truth| / (C N H W), the mean over all values as the
/// authors' code of GMCNN has it (equation 5 of Wang et al. 2018). Weights come from the graph of
/// nets::confidence_mask, Gaussian or Laplacian; those lie in [0, 1] and are 0 outside the hole.
///   weights  [N, 1, H, W]
torch::Tensor weighted_l1_loss(const torch::Tensor& result, const torch::Tensor& truth,
                               const torch::Tensor& weights);

/// Total variation: mean |x[y+1] - x[y]| + mean |x[.., x+1] - x[.., x]|, each over its own pairs of
/// neighbours.
///   x  [N, C, H, W], H and W at least 2
torch::Tensor total_variation(const torch::Tensor& x);

}  // namespace kintsugi::learn
