#pragma once

#include <torch/types.h>

#include <functional>

#include "kintsugi/recipe/words.h"

/// What discriminators and generators tell each other. `real` and `fake` are the discriminator's
/// values for true and completed pictures, any shape: one per picture, or one per patch; means are
/// over all of them.
namespace kintsugi::learn {

/// The kinds:
/// kBce           D: -mean log D(real) - mean log(1 - D(fake));  G: -mean log D(fake)
///                D is a probability, which the network gives itself (sigmoid). Logarithms stop
///                at -100, as PyTorch's.
/// kBceLogits     the same for networks that give logits: D = sigmoid(values)
/// kLeastSquares  D: (mean (D(real) - 1)² + mean D(fake)²) / 2;  G: mean (D(fake) - 1)² / 2
///                (Mao et al. 2017, equation 9: a = 0, b = c = 1)
/// kHinge         D: mean max(0, 1 - D(real)) + mean max(0, 1 + D(fake));  G: -mean D(fake)
/// kWasserstein   D: mean D(fake) - mean D(real);  G: -mean D(fake)
///                (Arjovsky et al. 2017; add gradient_penalty to D's)
/// The generator's are the non-saturating forms.
///
/// The discriminator's loss, of both its parts.
torch::Tensor discriminator_loss(recipe::GanLoss kind, const torch::Tensor& real,
                                 const torch::Tensor& fake);

/// The generator's.
torch::Tensor generator_loss(recipe::GanLoss kind, const torch::Tensor& fake);

/// A critic as the gradient penalty calls it: pictures [N, C, H, W] to values [N, ...]. Several
/// values of one picture are added up.
using Critic = std::function<torch::Tensor(const torch::Tensor& pictures)>;

/// WGAN-GP's penalty (Gulrajani et al. 2017, equation 3), the gradient masked as in GMCNN (Wang et
/// al. 2018, equation 7):  lambda mean_n (|| grad_x D(x_n) * mask_n || - 1)²
/// at x_n = t_n real_n + (1 - t_n) fake_n. Differentiable by the critic's parameters.
///   real, fake  [N, C, H, W]   detached here
///   mask        [N, 1, H, W]   what the gradient is multiplied with; undefined: all ones
///   t           [N]            uniform in [0, 1]; the caller draws them
torch::Tensor gradient_penalty(const Critic& critic, const torch::Tensor& real,
                               const torch::Tensor& fake, const torch::Tensor& mask,
                               const torch::Tensor& t, double lambda = 10);

}  // namespace kintsugi::learn
