#include "kintsugi/learn/adversarial.h"

#include <torch/csrc/autograd/autograd.h>

namespace kintsugi::learn {
namespace {

using recipe::GanLoss;
using torch::Tensor;

// Mean cross-entropy against the label 1 (real) or 0 (fake).
Tensor cross_entropy(GanLoss kind, const Tensor& values, bool is_real) {
  const Tensor label = torch::full_like(values.detach(), is_real ? 1.0 : 0.0);
  if (kind == GanLoss::kBceLogits) {
    return at::binary_cross_entropy_with_logits(values, label);
  }
  return at::binary_cross_entropy(values, label);
}

}  // namespace

Tensor discriminator_loss(GanLoss kind, const Tensor& real, const Tensor& fake) {
  switch (kind) {
    case GanLoss::kLeastSquares:
      return ((real - 1).square().mean() + fake.square().mean()) / 2;
    case GanLoss::kHinge:
      return at::relu(1 - real).mean() + at::relu(1 + fake).mean();
    case GanLoss::kWasserstein:
      return fake.mean() - real.mean();
    default:
      return cross_entropy(kind, real, true) + cross_entropy(kind, fake, false);
  }
}

Tensor generator_loss(GanLoss kind, const Tensor& fake) {
  switch (kind) {
    case GanLoss::kLeastSquares:
      return (fake - 1).square().mean() / 2;
    case GanLoss::kHinge:
    case GanLoss::kWasserstein:
      return -fake.mean();
    default:
      return cross_entropy(kind, fake, true);
  }
}

Tensor gradient_penalty(const Critic& critic, const Tensor& real, const Tensor& fake,
                        const Tensor& mask, const Tensor& t, double lambda) {
  const Tensor share = t.to(real.device(), real.scalar_type()).view({-1, 1, 1, 1});
  const Tensor between =
      (share * real.detach() + (1 - share) * fake.detach()).detach().requires_grad_();
  const Tensor values = critic(between);
  Tensor gradient = torch::autograd::grad({values.sum()}, {between}, {}, /*retain_graph=*/true,
                                          /*create_graph=*/true)[0];
  if (mask.defined()) gradient = gradient * mask;
  const Tensor squares = gradient.flatten(1).square().sum(1);  // [N, C, H, W] -> [N]
  const Tensor norm = squares.clamp_min(1e-24).sqrt();         // no infinite slope at 0
  return lambda * (norm - 1).square().mean();
}

}  // namespace kintsugi::learn
