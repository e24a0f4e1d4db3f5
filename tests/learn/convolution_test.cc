#include "kintsugi/learn/convolution.h"

#include <gtest/gtest.h>

#include "learn/gradients.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

struct Case {
  const char* name;
  std::vector<int64_t> x, weight;
  ConvGeometry geometry;
  std::vector<int64_t> output_padding = {0, 0};
};

// Transposed: x is [N, C, ..] and weight [C, O/groups, ..].
const Case kTransposed[] = {
    {"doubling", {2, 4, 3, 5}, {4, 3, 4, 4}, {{2, 2}, {1, 1}, {1, 1}, 1}},
    {"output padding", {1, 2, 4, 3}, {2, 3, 3, 3}, {{2, 2}, {1, 1}, {1, 1}, 1}, {1, 1}},
    {"groups and dilation", {2, 4, 5, 5}, {4, 2, 3, 3}, {{1, 1}, {2, 0}, {2, 1}, 2}},
    {"stride 3 without padding", {1, 2, 3, 3}, {2, 2, 4, 5}, {{3, 2}, {0, 0}, {1, 1}, 1}},
};
const Case kOrdinary[] = {
    {"same", {2, 3, 5, 6}, {4, 3, 3, 3}, {{1, 1}, {1, 1}, {1, 1}, 1}},
    {"stride", {2, 3, 9, 8}, {4, 3, 5, 5}, {{2, 2}, {2, 2}, {1, 1}, 1}},
    {"groups and dilation", {1, 4, 7, 7}, {6, 2, 3, 3}, {{1, 2}, {2, 0}, {2, 1}, 2}},
};

Tensor run(const Case& c, bool is_transposed, const Tensor& x, const Tensor& w, const Tensor& b) {
  return is_transposed ? conv_transpose(x, w, b, c.geometry, c.output_padding)
                       : convolution(x, w, b, c.geometry);
}

int64_t channels(const Case& c, bool is_transposed) {
  return is_transposed ? c.weight[1] * c.geometry.groups : c.weight[0];
}

template <class Test>
void for_each_case(Test test) {
  for (const Case& c : kTransposed) {
    SCOPED_TRACE(std::string("transposed, ") + c.name);
    test(c, true);
  }
  for (const Case& c : kOrdinary) {
    SCOPED_TRACE(std::string("ordinary, ") + c.name);
    test(c, false);
  }
}

TEST(ConvolutionTest, IsLibTorchsOwn) {
  for_each_case([](const Case& c, bool is_transposed) {
    const Tensor x = numbers(c.x, 1), w = numbers(c.weight, 2);
    const Tensor b = numbers({channels(c, is_transposed)}, 3);
    const auto& g = c.geometry;
    const Tensor expected = at::convolution(x, w, b, g.stride, g.padding, g.dilation, is_transposed,
                                            c.output_padding, g.groups);
    const Tensor found = run(c, is_transposed, x, w, b);
    ASSERT_EQ(found.sizes(), expected.sizes());
    EXPECT_LT((found - expected).abs().max().item<double>(), 1e-12);
  });
}

TEST(ConvolutionTest, FirstDerivativesAreThoseOfFiniteDifferences) {
  for_each_case([](const Case& c, bool is_transposed) {
    const Tensor b = numbers({channels(c, is_transposed)}, 3);
    expect_gradients({numbers(c.x, 1), numbers(c.weight, 2), b},
                     [&](const std::vector<Tensor>& in) {
                       return weighted_sum(run(c, is_transposed, in[0], in[1], in[2]));
                     });
  });
}

TEST(ConvolutionTest, SecondDerivativesAreThoseOfFiniteDifferences) {
  for_each_case([](const Case& c, bool is_transposed) {
    // The norm of the gradient, as in a gradient penalty; its own gradient is checked.
    const Tensor b = numbers({channels(c, is_transposed)}, 3);
    expect_gradients({numbers(c.x, 1), numbers(c.weight, 2), b},
                     [&](const std::vector<Tensor>& in) {
                       const Tensor y = run(c, is_transposed, in[0], in[1], in[2]);
                       return squared_gradients(weighted_sum(y * y), in);
                     });
  });
}

TEST(ConvolutionTest, ThirdDerivativesWorkToo) {
  const Case c = {"small", {1, 1, 3, 4}, {2, 1, 2, 2}, {{1, 2}, {1, 0}, {1, 1}, 1}};
  expect_gradients({numbers(c.x, 1), numbers(c.weight, 2)}, [&](const std::vector<Tensor>& in) {
    const Tensor y = run(c, false, in[0], in[1], Tensor());
    return squared_gradients(squared_gradients(weighted_sum(y * y), in), in);
  });
}

// Small convolutions are summed in bf16 by LibTorch itself, large ones in f32 by oneDNN.
TEST(ConvolutionTest, ComputesInBfloat16CloseToFloat32) {
  for_each_case([](const Case& c, bool is_transposed) {
    for (const auto format : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
      const auto low = [&](const Tensor& t) {
        return t.to(torch::kBFloat16).contiguous(format).requires_grad_();
      };
      const auto high = [&](const Tensor& t) { return t.to(torch::kFloat32).requires_grad_(); };
      const Tensor x = numbers(c.x, 1), w = numbers(c.weight, 2);
      const Tensor lx = low(x), lw = low(w), hx = high(lx.detach()), hw = high(lw.detach());
      const Tensor ly = run(c, is_transposed, lx, lw, Tensor());
      const Tensor hy = run(c, is_transposed, hx, hw, Tensor());
      EXPECT_EQ(ly.scalar_type(), torch::kBFloat16);
      EXPECT_LT(relative_difference(ly, hy), 3e-2);
      weighted_sum(ly.to(torch::kFloat32)).backward();
      weighted_sum(hy).backward();
      EXPECT_LT(relative_difference(lx.grad(), hx.grad()), 3e-2);
      EXPECT_LT(relative_difference(lw.grad(), hw.grad()), 3e-2);
    }
  });
}

}  // namespace
}  // namespace kintsugi::learn
