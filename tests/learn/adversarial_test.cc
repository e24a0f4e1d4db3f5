#include "kintsugi/learn/adversarial.h"

#include <gtest/gtest.h>

#include <cmath>

#include "kintsugi/error.h"
#include "kintsugi/learn/convolution.h"
#include "learn/gradients.h"

namespace kintsugi::learn {
namespace {

using recipe::GanLoss;
using torch::Tensor;

double d_loss(GanLoss kind, std::vector<float> real, std::vector<float> fake) {
  return discriminator_loss(kind, torch::tensor(real), torch::tensor(fake)).item<double>();
}
double g_loss(GanLoss kind, std::vector<float> fake) {
  return generator_loss(kind, torch::tensor(fake)).item<double>();
}

TEST(AdversarialTest, CrossEntropyOfProbabilities) {
  EXPECT_NEAR(d_loss(GanLoss::kBce, {.9f, .5f}, {.2f}),
              -(std::log(.9) + std::log(.5)) / 2 - std::log(.8), 1e-6);
  EXPECT_NEAR(g_loss(GanLoss::kBce, {.2f, .5f}), -(std::log(.2) + std::log(.5)) / 2, 1e-6);
  EXPECT_NEAR(g_loss(GanLoss::kBce, {0}), 100, 1e-6);  // a sure "fake" costs much, but a number
}

TEST(AdversarialTest, LogitsAreProbabilitiesBeforeTheSigmoid) {
  const auto logit = [](double p) { return static_cast<float>(std::log(p / (1 - p))); };
  EXPECT_NEAR(d_loss(GanLoss::kBceLogits, {logit(.9), logit(.5)}, {logit(.2)}),
              d_loss(GanLoss::kBce, {.9f, .5f}, {.2f}), 1e-6);
  EXPECT_NEAR(g_loss(GanLoss::kBceLogits, {logit(.2)}), -std::log(.2), 1e-6);
}

TEST(AdversarialTest, LeastSquaresHingeAndWasserstein) {
  EXPECT_NEAR(d_loss(GanLoss::kLeastSquares, {.5f, 1}, {.5f}), (.125 + .25) / 2, 1e-6);
  EXPECT_NEAR(g_loss(GanLoss::kLeastSquares, {.5f, -1}), (.25 + 4) / 2 / 2, 1e-6);
  EXPECT_NEAR(d_loss(GanLoss::kHinge, {.5f, 3}, {-.5f, -3, 1}), .25 + (.5 + 0 + 2) / 3, 1e-6);
  EXPECT_NEAR(g_loss(GanLoss::kHinge, {2, -1}), -.5, 1e-6);
  EXPECT_NEAR(d_loss(GanLoss::kWasserstein, {2, 4}, {1}), -2, 1e-6);
  EXPECT_NEAR(g_loss(GanLoss::kWasserstein, {3, 1}), -2, 1e-6);
}

TEST(AdversarialTest, TheGeneratorDescendsTowardsReal) {
  for (const auto& [kind, word] : words(GanLoss())) {
    const Tensor fake = torch::tensor({.3f}).requires_grad_();
    generator_loss(kind, fake).backward();
    EXPECT_LT(fake.grad().item<float>(), 0) << word;  // non-saturating: a push upwards
  }
}

TEST(AdversarialTest, ThePenaltyOfALinearCriticIsKnown) {
  // D(x) = <w, x>: the gradient is w everywhere. |w| = 5 over a mask of ones, 3 under the mask.
  const Tensor w = torch::tensor({3., 4.}).view({1, 1, 1, 2}).requires_grad_();
  const Critic critic = [&](const Tensor& x) { return (x * w).flatten(1).sum(1); };
  const Tensor real = numbers({3, 1, 1, 2}, 1).to(torch::kFloat32), fake = torch::zeros_like(real);
  const Tensor t = torch::tensor({.1f, .5f, .9f});
  const Tensor all = gradient_penalty(critic, real, fake, Tensor(), t);
  EXPECT_NEAR(all.item<double>(), 10 * 16, 1e-4);
  const Tensor mask = torch::tensor({1.f, 0.f}).view({1, 1, 1, 2});
  EXPECT_NEAR(gradient_penalty(critic, real, fake, mask, t, 2).item<double>(), 2 * 4, 1e-5);
  all.backward();  // 10 (|w| - 1)²: 20 (|w| - 1) w / |w|
  EXPECT_NEAR(w.grad().flatten()[0].item<double>(), 20 * 4 * 3. / 5, 1e-4);
}

TEST(AdversarialTest, ThePenaltyIsTakenBetweenRealAndFake) {
  // D(x) = x²/2, one pixel: the gradient is x = t real + (1 - t) fake.
  const Critic critic = [](const Tensor& x) { return x.square().flatten(1).sum(1) / 2; };
  const Tensor real = torch::full({1, 1, 1, 1}, 4.f), fake = torch::full({1, 1, 1, 1}, 2.f);
  EXPECT_NEAR(gradient_penalty(critic, real, fake, Tensor(), torch::tensor({.25f})).item<double>(),
              10 * 1.5 * 1.5, 1e-5);
}

TEST(AdversarialTest, ThePenaltysGradientByAConvolutionIsThatOfFiniteDifferences) {
  const ConvGeometry geometry{{2, 2}, {1, 1}, {1, 1}, 1};
  const Tensor real = numbers({2, 2, 4, 4}, 3), fake = numbers({2, 2, 4, 4}, 4);
  const Tensor mask = numbers({2, 1, 4, 4}, 5, 0, 1), t = numbers({2}, 6, 0, 1);
  expect_gradients({numbers({3, 2, 3, 3}, 1), numbers({3}, 2)}, [&](const std::vector<Tensor>& in) {
    const Critic critic = [&](const Tensor& x) {
      return at::elu(convolution(x, in[0], in[1], geometry)).flatten(1).sum(1);
    };
    return gradient_penalty(critic, real, fake, mask, t);
  });
}

}  // namespace
}  // namespace kintsugi::learn
