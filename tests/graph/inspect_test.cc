#include "kintsugi/graph/inspect.h"

#include <gtest/gtest.h>

#include "kintsugi/graph/layers.h"

namespace kintsugi::graph {
namespace {

const Dim N = Dim::symbol("N"), H = Dim::symbol("H"), W = Dim::symbol("W");

ReceptiveField field_of(const std::function<Value(Builder&, Value)>& network) {
  Builder b("net");
  b.output("y", network(b, b.input("x", {N, 2, H, W})));
  return receptive_fields(b.finish()).at("y");
}

TEST(ReceptiveFieldTest, OfConvolutions) {
  const ReceptiveField field = field_of([](Builder& b, Value x) {
    x = conv(b, "a", x, {.channels = 2, .kernel = 4, .stride = 2, .padding = 1});
    return conv(b, "b", x, {.channels = 2, .kernel = 3, .padding = 4, .dilation = 4});
  });
  EXPECT_EQ(field.height, 4 + 2 * 8);  // two dilated steps of 4, two pixels each
  EXPECT_EQ(field.width, 20);
  EXPECT_FALSE(field.is_whole);
}

TEST(ReceptiveFieldTest, OfTransposedConvolutions) {
  // Every output of a k4 s2 p1 transposed convolution sees two inputs.
  const ReceptiveField field = field_of([](Builder& b, Value x) {
    return conv_transpose(b, "a", x, {.channels = 2, .kernel = 4, .stride = 2, .padding = 1});
  });
  EXPECT_EQ(field.height, 2);
}

TEST(ReceptiveFieldTest, OfBranchesAndResizes) {
  const ReceptiveField field = field_of([](Builder& b, Value x) {
    const Value small = b.max_pool(x, {});
    const Value left = b.upsample_nearest(small, 2);
    const Value right =
        b.pad(conv(b, "a", x, {.channels = 2, .kernel = 5}), Padding::all(2), "reflect");
    return b.add(left, right);
  });
  EXPECT_EQ(field.height, 5);
  EXPECT_EQ(field_of([](Builder& b, Value x) { return b.slice(x, 2, 3, 40); }).height, 1);
  EXPECT_EQ(field_of([](Builder& b, Value x) { return b.upsample_linear(x, 2, false); }).height, 2);
}

TEST(ReceptiveFieldTest, IsWholeWhereAllPositionsMix) {
  EXPECT_TRUE(field_of([](Builder& b, Value x) {
                return b.multiply(x, b.sigmoid(b.global_average_pool(x)));
              }).is_whole);
  EXPECT_TRUE(field_of([](Builder& b, Value x) { return b.reduce_mean(x, {2, 3}); }).is_whole);
  EXPECT_FALSE(field_of([](Builder& b, Value x) { return b.softmax(x, 1); }).is_whole);
}

TEST(InspectTest, CountsParametersAndMacs) {
  Builder b("net");
  const Value x = b.input("x", {N, 2, H, W});
  const LayerOptions options{.channels = 2, .kernel = 3, .padding = 1};
  const Value y = batch_norm(b, "bn", conv(b, "a", conv(b, "a", x, options), options));
  b.output("y",
           conv_transpose(b, "up", y, {.channels = 4, .kernel = 4, .stride = 2, .padding = 1}));
  const Inspection found = inspect(b.finish(), 16);
  EXPECT_EQ(found.parameters, 38 + 4 + 132);  // the running statistics are not learned
  ASSERT_EQ(found.layers.size(), 5u);
  EXPECT_EQ(found.layers[0].parameters, 38);
  EXPECT_EQ(found.layers[1].parameters, 0);  // the same weights again
  EXPECT_EQ(found.layers[0].macs, 16 * 16 * 2 * 2 * 9);
  EXPECT_EQ(found.layers[3].macs, 16 * 16 * 2 * 4 * 16);
}

}  // namespace
}  // namespace kintsugi::graph
