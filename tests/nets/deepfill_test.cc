#include "kintsugi/nets/deepfill.h"

#include <gtest/gtest.h>

#include <cmath>

#include "nets/tools.h"

namespace kintsugi::nets {
namespace {

using graph::Builder;
using graph::Dim;
using graph::Graph;
using graph::Value;

Graph generator(const DeepfillOptions& options) {
  Builder b("deepfill");
  const Value picture = pictures(b, "x", 3), mask = pictures(b, "mask", 1);
  const Deepfilled filled = deepfill_generator(b, picture, mask, options);
  b.output("coarse", filled.coarse);
  b.output("result", filled.image);
  return b.finish();
}

/// A hole in the left upper corner.
Tensor corner(const Sizes& sizes, int64_t side) {
  std::vector<float> values(static_cast<size_t>(num_elements(sizes)));
  for (int64_t i = 0; i < num_elements(sizes); ++i) {
    const int64_t x = i % sizes[3], y = i / sizes[3] % sizes[2];
    values[static_cast<size_t>(i)] = x < side && y < side ? 1.0f : 0.0f;
  }
  return Tensor(sizes, std::move(values));
}

TEST(DeepfillTest, KeepsEverySizeInEights) {
  const Graph graph = build_network("deepfill");
  for (const char* output : {"coarse", "result"}) {
    EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}, {"H", 256}, {"W", 256}}, output),
              Sizes({2, 3, 256, 256}));
    EXPECT_EQ(tools::output_sizes(graph, {{"N", 1}, {"H", 72}, {"W", 184}}, output),
              Sizes({1, 3, 72, 184}));
  }
}

TEST(DeepfillTest, HasAsManyParametersAsThePaper) {
  // Section 5: 4.1 M. Counted from the authors' layers, of which the gate keeps half the channels.
  EXPECT_EQ(graph::num_parameters(build_network("deepfill")), 4052478);
}

TEST(DeepfillTest, NamesItsWeightsAsTheAuthorsDo) {
  const Graph graph = build_network("deepfill");
  EXPECT_EQ(graph.weights.at("conv1.weight").sizes(), Sizes({48, 5, 5, 5}));
  EXPECT_EQ(graph.weights.at("xconv4_downsample.weight").sizes(), Sizes({96, 48, 3, 3}));
  EXPECT_EQ(graph.weights.at("pmconv6.bias").sizes(), Sizes({192}));
  EXPECT_EQ(graph.weights.at("allconv11.weight").sizes(), Sizes({192, 192, 3, 3}));
  EXPECT_EQ(graph.weights.at("allconv15_upsample_conv.weight").sizes(), Sizes({48, 48, 3, 3}));
  EXPECT_EQ(graph.weights.at("allconv17.weight").sizes(), Sizes({3, 12, 3, 3}));
}

TEST(DeepfillTest, BothStagesGiveNumbersBetweenMinus1And1) {
  Graph graph = generator({.width = 4});
  parity::set_weights(graph, 9);
  auto inputs = tools::inputs_for(graph, {{"N", 2}, {"H", 32}, {"W", 24}}, -1, 1);
  inputs["mask"] = corner({2, 1, 32, 24}, 13);
  for (const char* output : {"coarse", "result"}) {
    const Tensor result = tools::run(graph, inputs, output);
    EXPECT_EQ(result.sizes(), Sizes({2, 3, 32, 24}));
    EXPECT_GE(tools::smallest(result), -1);
    EXPECT_LE(tools::largest(result), 1);
    EXPECT_LT(tools::smallest(result), tools::largest(result));
  }
}

TEST(DeepfillTest, RefusesAWidthThatItsGatesCannotHalve) {
  EXPECT_EQ(tools::error_of([] { generator({.width = 6}); }),
            "width is 6, expected a multiple of 4, for gates and half of half of it");
}

/// The authors' contextual attention, pixel by pixel.
class PlainAttention {
 public:
  PlainAttention(const Tensor& x, const Tensor& mask)
      : x_(x.values<float>()), mask_(mask.values<float>()), sizes_(x.sizes()), in_(mask.sizes()) {}

  std::vector<double> run(int64_t picture) {
    n_ = picture;
    h_ = sizes_[2] / 2, w_ = sizes_[3] / 2;
    const int64_t count = h_ * w_;
    std::vector<double> scores(count * count);
    for (int64_t f = 0; f < count; ++f) {
      for (int64_t k = 0; k < count; ++k) scores[f * count + k] = likeness(f, k);
    }
    scores = fused(fused(scores, false), true);
    for (int64_t f = 0; f < count; ++f) to_shares(&scores[f * count]);
    return pasted(scores);
  }

 private:
  /// Where TensorFlow's nearest neighbour looks, corners aligned: i (in - 1) / (out - 1), rounded.
  static int64_t source(int64_t i, int64_t in, int64_t out) {
    return out == 1 ? 0 : std::lround(static_cast<double>(i * (in - 1)) / (out - 1));
  }
  double pixel(int64_t c, int64_t y, int64_t x) const {
    if (y < 0 || x < 0 || y >= sizes_[2] || x >= sizes_[3]) return 0;
    return x_[((n_ * sizes_[1] + c) * sizes_[2] + y) * sizes_[3] + x];
  }
  double half_pixel(int64_t c, int64_t y, int64_t x) const {
    if (y < 0 || x < 0 || y >= h_ || x >= w_) return 0;
    return pixel(c, source(y, sizes_[2], h_), source(x, sizes_[3], w_));
  }
  bool is_hole(int64_t y, int64_t x) const {
    if (y < 0 || x < 0 || y >= h_ || x >= w_) return false;
    const int64_t row = source(source(y, sizes_[2], h_), in_[2], sizes_[2]);
    const int64_t column = source(source(x, sizes_[3], w_), in_[3], sizes_[3]);
    return mask_[(n_ * in_[2] + row) * in_[3] + column] != 0;
  }
  template <class Visit>
  void each_3x3(const Visit& visit) const {
    for (int64_t dy = -1; dy <= 1; ++dy) {
      for (int64_t dx = -1; dx <= 1; ++dx) visit(dy, dx);
    }
  }
  double likeness(int64_t f, int64_t k) const {
    double product = 0, square = 0;
    for (int64_t c = 0; c < sizes_[1]; ++c) {
      each_3x3([&](int64_t dy, int64_t dx) {
        const double at_k = half_pixel(c, k / w_ + dy, k % w_ + dx);
        product += at_k * half_pixel(c, f / w_ + dy, f % w_ + dx);
        square += at_k * at_k;
      });
    }
    return product / std::max(std::sqrt(square), 1e-4);
  }
  /// Positions in rows one after another, or in columns; each score gets those of the pair one
  /// before and one behind.
  std::vector<double> fused(const std::vector<double>& scores, bool by_columns) const {
    const int64_t count = h_ * w_;
    const auto place = [&](int64_t i) { return by_columns ? i % h_ * w_ + i / h_ : i; };
    std::vector<double> result(scores.size());
    for (int64_t f = 0; f < count; ++f) {
      for (int64_t k = 0; k < count; ++k) {
        for (int64_t d = -1; d <= 1; ++d) {
          if (f + d < 0 || k + d < 0 || f + d >= count || k + d >= count) continue;
          result[place(f) * count + place(k)] += scores[place(f + d) * count + place(k + d)];
        }
      }
    }
    return result;
  }
  bool is_known(int64_t k) const {
    bool known = true;
    each_3x3([&](int64_t dy, int64_t dx) { known = known && !is_hole(k / w_ + dy, k % w_ + dx); });
    return known;
  }
  void to_shares(double* row) const {
    double sum = 0;
    for (int64_t k = 0; k < h_ * w_; ++k) sum += std::exp(10 * (is_known(k) ? row[k] : 0));
    for (int64_t k = 0; k < h_ * w_; ++k) row[k] = is_known(k) ? std::exp(10 * row[k]) / sum : 0;
  }
  std::vector<double> pasted(const std::vector<double>& shares) const {
    const int64_t count = h_ * w_;
    std::vector<double> result(sizes_[1] * sizes_[2] * sizes_[3]);
    for (int64_t f = 0; f < count; ++f) {
      for (int64_t i = 0; i < 16 * sizes_[1]; ++i) {
        const int64_t c = i / 16, dy = i % 16 / 4 - 1, dx = i % 4 - 1;
        const int64_t y = 2 * (f / w_) + dy, x = 2 * (f % w_) + dx;
        if (y < 0 || x < 0 || y >= sizes_[2] || x >= sizes_[3]) continue;
        double sum = 0;
        for (int64_t k = 0; k < count; ++k) {
          sum += shares[f * count + k] * pixel(c, 2 * (k / w_) + dy, 2 * (k % w_) + dx);
        }
        result[(c * sizes_[2] + y) * sizes_[3] + x] += sum / 4;
      }
    }
    return result;
  }

  std::span<const float> x_, mask_;
  Sizes sizes_, in_;
  int64_t n_ = 0, h_ = 0, w_ = 0;
};

TEST(ContextualAttentionTest, IsTheAuthorsComputation) {
  const std::pair<Sizes, Sizes> cases[] = {{{2, 3, 12, 16}, {2, 1, 48, 64}},
                                           {{1, 2, 10, 6}, {1, 1, 40, 24}},
                                           {{1, 1, 2, 2}, {1, 1, 8, 8}}};
  for (const auto& [sizes, mask_sizes] : cases) {
    Builder b("attention");
    const Value input = b.input("x", graph::shape_of(sizes));
    const Value hole = b.input("mask", graph::shape_of(mask_sizes));
    b.output("result", contextual_attention(b, input, hole));
    const Graph graph = b.finish();
    const Tensor x = parity::input("x", sizes, -1, 1), mask = corner(mask_sizes, 17);
    const Tensor result = tools::run(graph, {{"x", x}, {"mask", mask}});
    ASSERT_EQ(result.sizes(), sizes);
    const int64_t one = num_elements(sizes) / sizes[0];
    for (int64_t n = 0; n < sizes[0]; ++n) {
      const std::vector<double> expected = PlainAttention(x, mask).run(n);
      for (int64_t i = 0; i < one; ++i) {
        ASSERT_NEAR(result.values<float>()[n * one + i], expected[i], 1e-5) << n << " " << i;
      }
    }
  }
}

TEST(DeepfillDiscriminatorTest, JudgesEveryPointOfASixtyFourthOfTheSize) {
  const Graph graph = build_network("deepfill-discriminator");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}, {"H", 256}, {"W", 192}}), Sizes({2, 256, 4, 3}));
  // k5 with bias: 4-64-128-256-256-256-256.
  EXPECT_EQ(graph::num_parameters(graph),
            25 * (4 * 64 + 64 * 128 + 128 * 256 + 3 * 256 * 256) + 64 + 128 + 4 * 256);
  EXPECT_EQ(graph.updates.size(), 6u);
  EXPECT_EQ(graph.updates.count("conv3.weight_u"), 1u);
}

}  // namespace
}  // namespace kintsugi::nets
