#include <bit>

#include "engine/compare.h"

namespace kintsugi::engine {
namespace {

// bf16 has 8 significant bits: rounding a number changes it by at most 2^-8 of itself. Inputs and
// weights are such numbers here to begin with, so that rounding them again changes nothing. What is
// left of one layer's error: its sum is in f32; the sum may be rounded before the activation, whose
// slope is at most 1.1 (HardSwish), and the result is rounded: 2.1 roundings of the largest value.
// oneDNN's own activations are polynomials good to about another. Where oneDNN has no bf16, every
// convolution falls back to f32 and this holds all the more.
constexpr float kRounding = 0x1p-8f;
constexpr float kOneLayer = 4 * kRounding;
// Two layers: the second sums, with random signs, what the first one has rounded.
constexpr float kTwoLayers = 2 * kOneLayer;

Tensor rounded(const Tensor& tensor) {
  return tensor.to(DataType::kBFloat16).to(DataType::kFloat32);
}

std::map<std::string, Tensor> rounded_inputs(const Graph& graph) {
  std::map<std::string, Tensor> inputs = random_inputs(graph);
  for (auto& [name, tensor] : inputs) tensor = rounded(tensor);
  return inputs;
}

std::map<std::string, Tensor> run_in_bf16(const Graph& graph) {
  PackedWeights packed;
  const Plan plan(graph, {}, DataType::kBFloat16, 2, packed);
  return run_plan(plan, graph, rounded_inputs(graph));
}

void expect_near_reference(const Graph& graph, float tolerance = kOneLayer) {
  const auto expected = graph::run_reference(graph, rounded_inputs(graph));
  const auto found = run_in_bf16(graph);
  for (const auto& [name, tensor] : expected) {
    EXPECT_LE(relative_difference(tensor, found.at(name)), tolerance) << name;
  }
}

Value weights(Builder& b, const Sizes& sizes, uint64_t seed) {
  return b.constant(rounded(random_tensor(sizes, seed)));
}

TEST(Bf16Test, ConvolutionsOfEveryKindAreNearTheReference) {
  struct Case {
    int64_t in, out, kernel, stride, dilation, groups;
  };
  for (const Case& c :
       {Case{3, 16, 5, 1, 1, 1}, Case{4, 64, 3, 2, 1, 1}, Case{16, 32, 3, 1, 2, 1},
        Case{32, 3, 3, 1, 1, 1}, Case{12, 18, 3, 1, 1, 6}, Case{16, 16, 3, 1, 1, 16},
        Case{7, 5, 1, 1, 1, 1}, Case{48, 40, 3, 1, 4, 1}}) {
    for (const char* activation : {"", "Relu", "Elu", "Sigmoid", "Tanh", "HardSwish"}) {
      SCOPED_TRACE(testing::Message()
                   << c.in << " -> " << c.out << " k" << c.kernel << " s" << c.stride << " d"
                   << c.dilation << " g" << c.groups << " " << activation);
      Builder b("conv");
      const Value x = b.conv(
          b.input("x", {1, c.in, 13, 11}),
          weights(b, {c.out, c.in / c.groups, c.kernel, c.kernel}, 7), weights(b, {c.out}, 8),
          {.stride = c.stride, .padding = 1, .dilation = c.dilation, .groups = c.groups});
      b.output("y", *activation ? b.op(activation, {x}) : x);
      expect_near_reference(b.finish());
    }
  }
}

TEST(Bf16Test, TransposedConvolutionsAreNearTheReference) {
  for (const int64_t groups : {1, 2}) {
    for (const int64_t dilation : {1, 2}) {
      Builder b("up");
      const Value x =
          b.conv_transpose(b.input("x", {1, 32, 6, 7}), weights(b, {32, 16, 4, 4}, 3), {},
                           {.stride = 2, .padding = 1, .dilation = dilation, .groups = groups});
      b.output("y", b.relu(x));
      expect_near_reference(b.finish());
    }
  }
}

// Convolutions of other widths at both sides, so that their results come in what layout they like.
TEST(Bf16Test, JoinedValuesAreNearTheReference) {
  for (const Sizes& channels : {Sizes{32, 16}, Sizes{64, 48}, Sizes{20, 3}, Sizes{16, 8}}) {
    for (const int64_t batch : {1, 2}) {
      Builder b("skip");
      const Value x = b.input("x", {batch, 4, 9, 10});
      const Value left = b.conv(x, weights(b, {channels[0], 4, 3, 3}, 1), {}, {.padding = 1});
      const Value right = b.conv(x, weights(b, {channels[1], 4, 3, 3}, 2), {}, {.padding = 1});
      const Value joined = b.concat({left, x, right}, 1);
      const int64_t total = channels[0] + 4 + channels[1];
      b.output("y", b.conv(b.tanh(joined), weights(b, {32, total, 3, 3}, 3), {}, {.padding = 1}));
      const Value pair = b.concat({left, right}, 1);
      b.output("z", b.conv(pair, weights(b, {8, total - 4, 1, 1}, 4), {}, {}));
      expect_near_reference(b.finish(), kTwoLayers);
    }
  }
}

TEST(Bf16Test, PicturesAreNotRoundedToEightBits) {
  Builder b("picture");
  const Value x = b.input("x", {1, 32, 8, 8});
  b.output("small", b.conv(x, weights(b, {3, 32, 3, 3}, 1), {}, {.padding = 1}));
  b.output("large",
           b.conv_transpose(x, weights(b, {32, 3, 4, 4}, 2), {}, {.stride = 2, .padding = 1}));
  for (const auto& [name, tensor] : run_in_bf16(b.finish())) {
    int64_t rounded = 0;
    for (const float value : tensor.values<float>()) {
      rounded += (std::bit_cast<uint32_t>(value) & 0xFFFFu) == 0;
    }
    EXPECT_LT(rounded, tensor.size() / 4) << name;
  }
}

}  // namespace
}  // namespace kintsugi::engine
