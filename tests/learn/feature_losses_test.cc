#include "kintsugi/learn/feature_losses.h"

#include <gtest/gtest.h>

#include <cmath>

#include "kintsugi/error.h"
#include "kintsugi/learn/id_mrf.h"
#include "kintsugi/learn/tensors.h"
#include "learn/gradients.h"
#include "nets/parity.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

/// [1, 2, 1, 2]: two maps of two positions.
Tensor features(std::vector<double> values) {
  return torch::tensor(values, torch::kFloat64).view({1, 2, 1, 2});
}

TEST(FeatureLossesTest, GramMatrixIsTheMapsProducts) {
  const Tensor gram = gram_matrix(features({1, 2, 3, 4}));  // rows [1 2], [3 4]; / (2 * 2)
  const Tensor expected = torch::tensor({5., 11., 11., 25.}, torch::kFloat64).view({1, 2, 2}) / 4;
  EXPECT_LT((gram - expected).abs().max().item<double>(), 1e-12);
}

TEST(FeatureLossesTest, StyleIsTheMeanOverLayersOfRoots) {
  const Tensor a = features({1, 2, 3, 4}), b = features({0, 0, 0, 0});
  const double root = std::sqrt((25 + 121 + 121 + 625) / 16. / 4);
  EXPECT_NEAR(style_loss({a, b}, {b, b}).item<double>(), root / 2, 1e-9);
  EXPECT_NEAR(style_loss({a, a}, {b, b}, {.8, .1}).item<double>(), root * .9 / 2, 1e-9);
}

TEST(FeatureLossesTest, EqualStylesHaveNoGradient) {
  const Tensor a = features({1, 2, 3, 4}).requires_grad_();
  style_loss({a}, {a.detach()}).backward();
  EXPECT_EQ(a.grad().abs().max().item<double>(), 0);
}

TEST(FeatureLossesTest, FeaturesAreComparedBySquares) {
  const Tensor a = features({1, 2, 3, 4}), b = features({0, 0, 0, 0});
  EXPECT_NEAR(feature_loss({a, b}, {b, b}, {2, 5}).item<double>(), 2 * 30 / 4. / 2, 1e-12);
  // The hole is the left position: 1 and 3.
  const Tensor mask = torch::tensor({1., 1., 0., 0.}, torch::kFloat64).view({1, 1, 1, 4});
  EXPECT_NEAR(masked_feature_loss({a}, {b}, mask).item<double>(), 10 / 2., 1e-12);
}

TEST(FeatureLossesTest, GradientsAreThoseOfFiniteDifferences) {
  const Tensor target = numbers({2, 3, 2, 3}, 1), mask = numbers({2, 1, 4, 6}, 2, 0, 1);
  expect_gradients({numbers({2, 3, 2, 3}, 3)}, [&](const std::vector<Tensor>& in) {
    return style_loss({in[0]}, {target}) + feature_loss({in[0]}, {target}) +
           masked_feature_loss({in[0]}, {target}, mask) + id_mrf_loss(in[0], target);
  });
}

TEST(FeatureLossesTest, WrongCountsAreErrors) {
  const Tensor a = features({1, 2, 3, 4});
  EXPECT_THROW(style_loss({a}, {a, a}), Error);
  EXPECT_THROW(feature_loss({a, a}, {a, a}, {1}), Error);
  EXPECT_THROW(id_mrf_loss(a, torch::zeros({1, 2, 1, 3})), Error);
}

TEST(IdMrfTest, GivesTheNumbersOfTheAuthorsCode) {
  const auto json = nets::parity::read_json("/parity/networks.json");
  if (json.is_null()) GTEST_SKIP() << "no ../shared/parity";
  for (const Sizes& sizes : {Sizes{1, 32, 16, 16}, Sizes{2, 64, 12, 20}}) {
    const Tensor generated = to_torch(nets::parity::input("generated", sizes));
    const Tensor target = to_torch(nets::parity::input("target", sizes));
    std::string name = std::to_string(sizes[0]);
    for (size_t i = 1; i < 4; ++i) name += "x" + std::to_string(sizes[i]);
    EXPECT_NEAR(id_mrf_loss(generated, target).item<double>(),
                json.at("id_mrf/" + name).at("output").get<double>(), 1e-3);
    EXPECT_NEAR(id_mrf_loss(target + 0.05 * (generated - 0.5), target).item<double>(),
                json.at("id_mrf_near/" + name).at("output").get<double>(), 1e-4);
  }
}

TEST(IdMrfTest, SamplesLargeFeaturesBySeed) {
  const Tensor a = numbers({1, 4, 9, 9}, 1), b = numbers({1, 4, 9, 9}, 2);
  const auto loss = [&](int64_t positions, uint64_t seed) {
    return id_mrf_loss(a, b, {.max_positions = positions, .seed = seed}).item<double>();
  };
  EXPECT_EQ(loss(20, 1), loss(20, 1));
  EXPECT_NE(loss(20, 1), loss(20, 2));
  EXPECT_EQ(loss(81, 1), loss(81, 2));
}

}  // namespace
}  // namespace kintsugi::learn
