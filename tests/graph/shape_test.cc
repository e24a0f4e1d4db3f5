#include "kintsugi/graph/shape.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"

namespace kintsugi::graph {
namespace {

const Dim H = Dim::symbol("H"), W = Dim::symbol("W");

TEST(DimTest, HasOneFormForEqualExpressions) {
  EXPECT_EQ((H + 1) * (W + 2), W * H + W + H * 2 + 2);
  EXPECT_EQ(H - H, Dim(0));
  EXPECT_TRUE((H - H + 3).is_known());
  EXPECT_EQ((H + 1) * (H - 1), H * H - 1);
}

TEST(DimTest, TakesWholePartsOutOfDivisions) {
  EXPECT_EQ(floor_div(H * 4 + 7, 4), H + 1);
  EXPECT_EQ(floor_div(H * W * 6, H * 2), W * 3);
  EXPECT_EQ(floor_div(H * 4 - 1, 4), H - 1);
  EXPECT_EQ(ceil_div(7, 2), Dim(4));
  EXPECT_EQ(floor_div(-7, 2), Dim(-4));
}

TEST(DimTest, MergesNestedDivisions) {
  const Dim half = floor_div(H + 1, 2);
  EXPECT_EQ(floor_div(half + 1, 2), floor_div(H + 3, 4));
  EXPECT_EQ(floor_div(half + 1, 2).to_string(), "floor((H + 3)/4)");
}

TEST(DimTest, MergedDivisionsHaveTheSameValues) {
  const Dim nested = floor_div(floor_div(floor_div(H + 1, 2) + 1, 2) * 3 + 5, 7);
  for (int64_t h = 0; h < 100; ++h) {
    EXPECT_EQ(nested.evaluate({{"H", h}}), (((h + 1) / 2 + 1) / 2 * 3 + 5) / 7);
  }
}

TEST(DimTest, ReadsWhatItWrites) {
  for (const Dim& dim : {H, Dim(-3), H * 4 - W + 1, floor_div(H * 3 - 1, W + 2),
                         floor_div(floor_div(H * 5, 3) * 2 + 1, 7) * W, Dim(0)}) {
    EXPECT_EQ(Dim::parse(dim.to_string()), dim) << dim.to_string();
  }
  EXPECT_EQ(Dim::parse("(H+1)//2*2"), floor_div(H + 1, 2) * 2);
  EXPECT_EQ(Dim::parse("batch size").to_string(), "_batch_size");
  EXPECT_EQ(Dim::parse(std::string(5000, '(')).evaluate({{"_" + std::string(5000, '_'), 3}}), 3);
}

TEST(DimTest, SubstitutesSomeSymbols) {
  EXPECT_EQ((floor_div(H, 2) + W).substitute({{"H", 9}}), W + 4);
  EXPECT_THROW(W.evaluate({{"H", 9}}), Error);
}

TEST(DimTest, OverflowIsAnError) {
  const Dim big = int64_t{1} << 62;
  EXPECT_THROW(big + big, Error);
  EXPECT_THROW(big * 4, Error);
  EXPECT_THROW(floor_div(H, 0), Error);
  EXPECT_THROW((H * big).evaluate({{"H", 2}}), Error);
  Dim growing = H + 1;
  EXPECT_THROW(for (int i = 0; i < 100; ++i) growing =
                   growing * (growing + Dim::symbol("s" + std::to_string(i))),
               Error);
}

TEST(ShapeTest, ComparesWhatCanBeCompared) {
  EXPECT_TRUE(may_be_equal({1, H}, {1, W}));
  EXPECT_FALSE(may_be_equal({1, H}, {1, H + 1}));
  EXPECT_FALSE(may_be_equal({1, H}, {1}));
  EXPECT_EQ(to_string({Dim::symbol("N"), 3, H * 2}), "[N, 3, 2*H]");
}

}  // namespace
}  // namespace kintsugi::graph
