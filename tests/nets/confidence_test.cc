#include "kintsugi/nets/confidence.h"

#include <gtest/gtest.h>

#include "nets/tools.h"

namespace kintsugi::nets {
namespace {

using graph::Builder;
using graph::Dim;
using graph::Graph;

Graph confidence(const ConfidenceOptions& options) {
  Builder b("confidence");
  const graph::Value mask =
      b.input("mask", {Dim::symbol("N"), 1, Dim::symbol("H"), Dim::symbol("W")});
  b.output("result", confidence_mask(b, mask, options));
  return b.finish();
}

/// A hole of rows top..bottom and columns left..right, all included.
Tensor hole(int64_t size, int64_t top, int64_t bottom, int64_t left, int64_t right) {
  std::vector<float> values(static_cast<size_t>(size * size), 0.0f);
  for (int64_t y = top; y <= bottom; ++y) {
    for (int64_t x = left; x <= right; ++x) values[static_cast<size_t>(y * size + x)] = 1;
  }
  return Tensor({1, 1, size, size}, std::move(values));
}

TEST(ConfidenceMaskTest, IsHighAtTheRimLowInTheMiddleAndZeroOutside) {
  for (BlurKernel kernel : {BlurKernel::kGaussian, BlurKernel::kLaplacian}) {
    const Graph graph = confidence({.size = 9, .scale = 3, .rounds = 3, .kernel = kernel});
    const Tensor result = tools::run(graph, {{"mask", hole(48, 16, 31, 16, 31)}});
    const auto at = [&](size_t y, size_t x) { return result.values<float>()[y * 48 + x]; };
    EXPECT_EQ(result.sizes(), Sizes({1, 1, 48, 48}));
    EXPECT_EQ(at(10, 10), 0);
    EXPECT_GT(at(16, 16), at(20, 20));
    EXPECT_GT(at(20, 20), at(24, 24));
    EXPECT_GT(at(24, 24), 0);
    EXPECT_LT(tools::largest(result), 1);
  }
}

TEST(ConfidenceMaskTest, OneRoundIsTheBlurredMaskInsideTheHole) {
  // 1 x 3 pixels of hole in a row of 5: the Gaussian of size 3 and deviation 1 is
  // [e^-.5, 1, e^-.5] / (1 + 2 e^-.5) = [.27407, .45186, .27407] along each axis, and the rows
  // above and below are known.
  const Graph graph = confidence({.size = 3, .scale = 1, .rounds = 1});
  const Tensor result = tools::run(graph, {{"mask", hole(5, 2, 2, 1, 3)}});
  EXPECT_NEAR(result.values<float>()[12], 2 * .27407, 1e-5);
  EXPECT_NEAR(result.values<float>()[11], 2 * .27407 + .45186 * .27407, 1e-5);
}

TEST(ConfidenceMaskTest, HasNothingToLearn) {
  EXPECT_EQ(graph::num_parameters(build_network("confidence-mask")), 0);
}

TEST(ConfidenceMaskTest, RefusesAnEvenKernel) {
  EXPECT_EQ(tools::error_of([] { confidence({.size = 64}); }),
            "size is 64, expected an odd number");
}

TEST(ConfidenceParityTest, AgreesWithTheReferenceAfter1And3And7Rounds) {
  const nlohmann::json numbers = parity::read_json("/parity/networks.json");
  if (numbers.is_null()) GTEST_SKIP() << "no ../shared/parity/networks.json";
  for (int64_t rounds : {1, 3, 7}) {
    SCOPED_TRACE(rounds);
    const Tensor result =
        tools::run(confidence({.rounds = rounds}), {{"mask", hole(128, 30, 93, 40, 99)}});
    const nlohmann::json& expected = numbers.at("confidence_mask/zeros_" + std::to_string(rounds));
    parity::expect_digest(result, expected.at("output"), 2e-6);
  }
}

}  // namespace
}  // namespace kintsugi::nets
