#include "kintsugi/graph/layers.h"

#include <gtest/gtest.h>

#include <cmath>

#include "kintsugi/graph/power_iteration.h"
#include "kintsugi/graph/reference.h"

namespace kintsugi::graph {
namespace {

/// |W x| / |x| grows to the largest singular value of a matrix [rows, the rest].
double largest_singular_value(const Tensor& weight) {
  const std::span<const float> w = weight.values<float>();
  const size_t rows = weight.sizes()[0], columns = w.size() / rows;
  std::vector<double> x(columns, 1), y(rows);
  double sigma = 0;
  for (int round = 0; round < 500; ++round) {
    double square = 0;
    for (size_t i = 0; i < rows; ++i) {
      y[i] = 0;
      for (size_t j = 0; j < columns; ++j) y[i] += w[i * columns + j] * x[j];
      square += y[i] * y[i];
    }
    sigma = std::sqrt(square);
    double length = 0;
    for (size_t j = 0; j < columns; ++j) {
      x[j] = 0;
      for (size_t i = 0; i < rows; ++i) x[j] += w[i * columns + j] * y[i];
      length += x[j] * x[j];
    }
    for (double& value : x) value /= std::sqrt(length);
  }
  return sigma;
}

/// The weight that the layer's operator reads.
Tensor weight_in_use(const Graph& graph, const char* op) {
  Graph shown = graph;
  for (const Node& node : graph.nodes) {
    if (node.op == op) {
      shown.outputs = {{node.inputs.at(1), DataType::kFloat32, {}}};
      const Tensor x = Tensor({1, 3, 9, 9}, std::vector<float>(243, 0.5f));
      return run_reference(shown, {{"x", x}}).at(node.inputs.at(1));
    }
  }
  return {};
}

Graph convolution(bool has_norm, int64_t channels) {
  Builder b("one", 5);
  const Value x = b.input("x", {1, 3, 9, 9});
  std::optional<Builder::SpectralNorm> norm;
  if (has_norm) norm.emplace(b);
  b.output("y", conv(b, "conv", x, {.channels = channels, .kernel = 5}));
  return b.finish();
}

TEST(SpectralNormTest, TheLargestSingularValueOfANormalizedWeightIs1) {
  for (const int64_t channels : {1, 8, 40}) {
    EXPECT_GT(
        std::abs(largest_singular_value(weight_in_use(convolution(false, channels), "Conv")) - 1),
        0.02);
    EXPECT_NEAR(largest_singular_value(weight_in_use(convolution(true, channels), "Conv")), 1,
                0.02);
  }
}

TEST(SpectralNormTest, LayersWithoutItAreAsTheyWere) {
  const Graph plain = convolution(false, 8), normalized = convolution(true, 8);
  EXPECT_EQ(plain.weights.at("conv.weight"), normalized.weights.at("conv.weight"));
  EXPECT_TRUE(plain.updates.empty());
  EXPECT_EQ(normalized.updates.count("conv.weight_u"), 1u);
  EXPECT_FALSE(learned_weights(normalized).contains("conv.weight_u"));
  EXPECT_EQ(num_parameters(plain), num_parameters(normalized));
}

TEST(SpectralNormTest, ATransposedConvolutionsRowsAreItsOutputs) {
  Builder b("one", 5);
  const Value x = b.input("x", {1, 3, 9, 9});
  const auto norm = b.spectral_norm();
  b.output("y", conv_transpose(b, "up", x, {.channels = 7, .kernel = 4, .stride = 2}));
  const Graph graph = b.finish();
  EXPECT_EQ(graph.weights.at("up.weight_u").sizes(), Sizes({7, 1}));
  const Tensor weight = weight_in_use(graph, "ConvTranspose");  // [3, 7, 4, 4]
  std::vector<float> turned;
  for (int64_t out = 0; out < 7; ++out) {
    for (int64_t in = 0; in < 3; ++in) {
      const auto from = weight.values<float>().begin() + (in * 7 + out) * 16;
      turned.insert(turned.end(), from, from + 16);
    }
  }
  EXPECT_NEAR(largest_singular_value(Tensor({7, 48}, std::move(turned))), 1, 0.02);
}

TEST(SpectralNormTest, AWeightOfZerosStaysOne) {
  const Tensor u = first_left_singular_vector(Tensor({4, 3}, std::vector<float>(12, 0)), 0);
  for (const float value : u.values<float>()) EXPECT_EQ(value, 0);
}

}  // namespace
}  // namespace kintsugi::graph
