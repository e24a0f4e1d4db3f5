#include "kintsugi/train/scores.h"

#include <gtest/gtest.h>

#include "kintsugi/base/random.h"
#include "kintsugi/eval/metrics.h"

namespace kintsugi::train {
namespace {

struct Both {
  Image image;
  torch::Tensor tensor;  // [1, 3, H, W] in [0, 1]
};

Both noisy(uint64_t seed, int spread) {
  Both both = {Image({20, 24}, 3), torch::empty({1, 3, 20, 24})};
  Random random(seed);
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 24; ++x) {
      for (int c = 0; c < 3; ++c) {
        const int value = std::clamp(8 * y + 3 * x + random.integer(-spread, spread), 0, 255);
        both.image.set(y, x, c, value);
        both.tensor[0][c][y][x] = value / 255.0;
      }
    }
  }
  return both;
}

TEST(ScoresTest, EqualThoseOfTheEvaluation) {
  const Both result = noisy(1, 30), truth = noisy(2, 30);
  EXPECT_NEAR(psnr(result.tensor, truth.tensor).item<double>(),
              eval::psnr(result.image, truth.image), 1e-4);
  EXPECT_NEAR(ssim(result.tensor, truth.tensor, SsimWindow::kGaussian11).item<double>(),
              eval::ssim(result.image, truth.image, SsimWindow::kGaussian11), 1e-6);
  EXPECT_NEAR(ssim(result.tensor, truth.tensor, SsimWindow::kUniform7).item<double>(),
              eval::ssim(result.image, truth.image, SsimWindow::kUniform7), 1e-6);
}

TEST(ScoresTest, HoleL1LooksAtTheHoleAlone) {
  torch::Tensor result = torch::zeros({2, 3, 4, 4}), mask = torch::zeros({2, 1, 4, 4});
  result.select(3, 0).fill_(0.5);
  result.select(3, 1).fill_(0.9);
  mask[0][0].select(1, 0).fill_(1);
  const torch::Tensor found = hole_l1(result, torch::zeros_like(result), mask);
  EXPECT_FLOAT_EQ(found[0].item<float>(), 0.5);
  EXPECT_EQ(found[1].item<float>(), 0);  // no hole
}

TEST(ScoresTest, RefusesPicturesSmallerThanTheWindow) {
  const torch::Tensor small = torch::zeros({1, 3, 8, 8});
  EXPECT_THROW(ssim(small, small, SsimWindow::kGaussian11), std::runtime_error);
}

}  // namespace
}  // namespace kintsugi::train
