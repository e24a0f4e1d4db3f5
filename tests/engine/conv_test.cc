#include "engine/compare.h"

namespace kintsugi::engine {
namespace {

struct ConvCase {
  int64_t in, out, kernel, stride, padding, dilation, groups, height, width;
};

Graph conv_graph(const ConvCase& c, const std::string& activation) {
  Builder b("conv");
  Value x = b.input("x", {1, c.in, c.height, c.width});
  const Value w = b.constant(random_tensor({c.out, c.in / c.groups, c.kernel, c.kernel}, 7));
  const Value bias = b.constant(random_tensor({c.out}, 8));
  x = b.conv(
      x, w, bias,
      {.stride = c.stride, .padding = c.padding, .dilation = c.dilation, .groups = c.groups});
  b.output("y", activation.empty() ? x : b.op(activation, {x}));
  return b.finish();
}

TEST(ConvTest, EqualsTheReference) {
  for (const ConvCase& c :
       {ConvCase{3, 5, 3, 1, 1, 1, 1, 9, 7}, ConvCase{4, 16, 5, 1, 2, 1, 1, 13, 11},
        ConvCase{16, 32, 3, 2, 1, 1, 1, 15, 10}, ConvCase{32, 32, 3, 1, 1, 1, 1, 13, 18},
        ConvCase{32, 48, 3, 1, 2, 2, 1, 11, 17}, ConvCase{32, 32, 3, 1, 4, 4, 1, 9, 21},
        ConvCase{16, 16, 3, 1, 1, 1, 16, 9, 9}, ConvCase{12, 18, 3, 1, 0, 1, 6, 8, 9},
        ConvCase{16, 3, 3, 1, 1, 1, 1, 12, 12}, ConvCase{8, 24, 1, 1, 0, 1, 1, 5, 6},
        ConvCase{3, 64, 11, 4, 0, 1, 1, 35, 41}, ConvCase{64, 64, 3, 1, 1, 1, 1, 16, 16},
        ConvCase{32, 32, 2, 1, 1, 1, 1, 16, 15}, ConvCase{40, 32, 5, 1, 2, 1, 1, 12, 17},
        ConvCase{32, 48, 6, 1, 2, 1, 1, 13, 11}, ConvCase{32, 32, 7, 1, 6, 2, 1, 16, 16},
        ConvCase{32, 32, 7, 1, 0, 1, 1, 19, 23}}) {
    for (const char* activation : {"", "Relu", "Elu", "Sigmoid", "Tanh", "HardSwish", "Erf"}) {
      SCOPED_TRACE(testing::Message()
                   << c.in << " -> " << c.out << " k" << c.kernel << " s" << c.stride << " d"
                   << c.dilation << " g" << c.groups << " " << activation);
      // Winograd's transforms lose a digit; the sums before an activation are about 10, and larger
      // for large kernels.
      expect_equal_to_reference(conv_graph(c, activation), c.kernel > 3 ? 5e-4f : 2e-4f);
    }
  }
}

TEST(ConvTest, LargeKernelsRunByWinogradsAlgorithmInParts) {
  for (const int64_t kernel : {3, 5, 7}) {
    const Graph graph = conv_graph({32, 32, kernel, 1, kernel / 2, 1, 1, 32, 32}, "Relu");
    PackedWeights packed;
    const Plan plan(graph, {}, DataType::kFloat32, 2, packed);
    bool is_winograd = false;
    for (const Step& step : plan.steps()) is_winograd |= step.how == "winograd";
    EXPECT_TRUE(is_winograd) << kernel;
  }
}

TEST(ConvTest, PaddingByZerosIsAPartOfTheConvolution) {
  Builder b("padded");
  const Value x =
      b.pad(b.input("x", {1, 16, 9, 9}), {.top = 1, .left = 2, .bottom = 3, .right = 0});
  b.output("y", b.conv(x, b.constant(random_tensor({16, 16, 3, 3})), {}, {}));
  const Graph graph = b.finish();
  expect_equal_to_reference(graph);
  PackedWeights packed;
  const Plan plan(graph, {}, DataType::kFloat32, 2, packed);
  for (const Step& step : plan.steps()) EXPECT_NE(step.op, "Pad");
}

TEST(ConvTest, BatchesAreConvolvedOneByOne) {
  Builder b("batch");
  const Value x = b.input("x", {3, 32, 12, 10});
  b.output("y", b.conv(x, b.constant(random_tensor({32, 32, 3, 3})), {}, {.padding = 1}));
  expect_equal_to_reference(b.finish());
}

TEST(ConvTest, ManyLayersShareOneArena) {
  Builder b("chain");
  Value x = b.input("x", {1, 16, 64, 64});
  for (uint64_t i = 0; i < 12; ++i) {
    x = b.relu(b.conv(x, b.constant(random_tensor({16, 16, 3, 3}, i)), {}, {.padding = 1}));
  }
  b.output("y", x);
  const Graph graph = b.finish();
  expect_equal_to_reference(graph);
  PackedWeights packed;
  const Plan plan(graph, {}, DataType::kFloat32, 2, packed);
  EXPECT_LT(plan.arena_bytes(), 6 * 16 * 64 * 64 * 4);  // not twelve
}

struct TransposedCase {
  int64_t in, out, kernel, stride, padding, output_padding, height, width;
};

TEST(ConvTransposeTest, EqualsTheReference) {
  for (const TransposedCase& c :
       {TransposedCase{16, 8, 4, 2, 1, 0, 7, 9}, TransposedCase{16, 16, 2, 2, 0, 0, 5, 6},
        TransposedCase{8, 16, 3, 2, 1, 1, 6, 7}, TransposedCase{8, 16, 3, 2, 0, 0, 6, 7},
        TransposedCase{8, 8, 5, 2, 0, 0, 4, 5}, TransposedCase{8, 8, 5, 2, 1, 0, 5, 5},
        TransposedCase{8, 8, 4, 1, 0, 0, 6, 5}, TransposedCase{8, 8, 4, 3, 1, 0, 9, 8},
        TransposedCase{8, 3, 4, 2, 1, 0, 8, 8}, TransposedCase{32, 3, 3, 2, 1, 0, 9, 9},
        TransposedCase{5, 7, 3, 3, 2, 2, 6, 5}, TransposedCase{8, 8, 2, 3, 0, 1, 4, 4},
        TransposedCase{8, 8, 3, 1, 1, 0, 6, 6}, TransposedCase{4, 4, 5, 4, 3, 2, 5, 6}}) {
    SCOPED_TRACE(testing::Message() << c.in << " -> " << c.out << " k" << c.kernel << " s"
                                    << c.stride << " p" << c.padding << " op" << c.output_padding);
    Builder b("up");
    const Value x = b.input("x", {2, c.in, c.height, c.width});
    const Value w = b.constant(random_tensor({c.in, c.out, c.kernel, c.kernel}, 3));
    const Value bias = b.constant(random_tensor({c.out}, 4));
    const Sizes pads(4, c.padding), strides(2, c.stride), output_padding(2, c.output_padding);
    b.output("y", b.relu(b.op(
                      "ConvTranspose", {x, w, bias},
                      {{"strides", strides}, {"pads", pads}, {"output_padding", output_padding}})));
    expect_equal_to_reference(b.finish(), 2e-5f, c.kernel < c.stride);
  }
}

TEST(ConvTransposeTest, GroupsAndDilationsEqualTheReference) {
  for (const int64_t dilation : {1, 2}) {
    Builder b("up");
    const Value x = b.input("x", {1, 8, 6, 7});
    const Value w = b.constant(random_tensor({8, 4, 3, 3}, 3));
    b.output("y", b.conv_transpose(x, w, {},
                                   {.stride = 2, .padding = 1, .dilation = dilation, .groups = 2}));
    expect_equal_to_reference(b.finish());
  }
}

}  // namespace
}  // namespace kintsugi::engine
