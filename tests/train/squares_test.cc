#include "kintsugi/train/squares.h"

#include <gtest/gtest.h>

namespace kintsugi::train {
namespace {

torch::Tensor mask_with(int64_t top, int64_t left, int64_t height, int64_t width) {
  torch::Tensor mask = torch::zeros({1, 1, 16, 16}, torch::kUInt8);
  mask[0][0].narrow(0, top, height).narrow(1, left, width).fill_(1);
  return mask;
}

TEST(SquaresTest, LiesAroundTheMiddleOfTheHole) {
  EXPECT_EQ(squares_around_holes(mask_with(6, 8, 2, 4), 4)[0], (Corner{5, 8}));
}

TEST(SquaresTest, IsMovedToStayInside) {
  EXPECT_EQ(squares_around_holes(mask_with(0, 14, 2, 2), 8)[0], (Corner{0, 8}));
}

TEST(SquaresTest, TwoHolesHaveOneSquareBetweenThem) {
  const torch::Tensor masks = mask_with(0, 0, 2, 2) + mask_with(14, 14, 2, 2);
  EXPECT_EQ(squares_around_holes(masks, 8)[0], (Corner{4, 4}));
}

TEST(SquaresTest, APictureWithoutAHoleHasItInTheMiddle) {
  EXPECT_EQ(squares_around_holes(torch::zeros({1, 1, 16, 16}, torch::kUInt8), 8)[0],
            (Corner{4, 4}));
}

TEST(SquaresTest, RandomOnesStayInsideAndDependOnThePictureAlone) {
  const std::vector<Corner> all = squares_at_random(100, 16, 8, 1, 50);
  int64_t largest = 0;
  for (const Corner& corner : all) {
    EXPECT_GE(std::min(corner.top, corner.left), 0);
    EXPECT_LE(std::max(corner.top, corner.left), 8);
    largest = std::max(largest, corner.top);
  }
  EXPECT_EQ(largest, 8);
  EXPECT_EQ(squares_at_random(1, 16, 8, 1, 57)[0], all[7]);
}

TEST(SquaresTest, CutsEachPictureAtItsOwnCorner) {
  const torch::Tensor pictures = torch::arange(2 * 16).reshape({2, 1, 4, 4});
  const torch::Tensor squares = cut(pictures, {{0, 1}, {2, 2}}, 2);
  EXPECT_EQ(squares.sizes().vec(), (std::vector<int64_t>{2, 1, 2, 2}));
  EXPECT_EQ(squares[0][0][0][0].item<int64_t>(), 1);
  EXPECT_EQ(squares[1][0][1][1].item<int64_t>(), 31);
}

}  // namespace
}  // namespace kintsugi::train
