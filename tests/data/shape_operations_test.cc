#include "kintsugi/data/shape_operations.h"

#include <gmock/gmock.h>

namespace kintsugi::data {
namespace {

using testing::ElementsAre;

// Rows of red values.
Image red(const std::vector<std::vector<int>>& rows) {
  Image image({static_cast<int>(rows.size()), static_cast<int>(rows[0].size())}, 3);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) image.set(y, x, 0, rows[y][x]);
  }
  return image;
}

std::vector<int> row(const Image& image, int y) {
  std::vector<int> values;
  for (int x = 0; x < image.width(); ++x) values.push_back(image.at(y, x, 0));
  return values;
}

TEST(ShapeOperationsTest, ShearXSlidesRowsAndMirrorsAtTheBorder) {
  // Row y comes from columns x + (y + 0.5): half a pixel, one and a half.
  const Image image = sheared_x(red({{0, 100, 200}, {0, 100, 200}}), 1);
  EXPECT_THAT(row(image, 0), ElementsAre(50, 150, 200));
  EXPECT_THAT(row(image, 1), ElementsAre(150, 200, 150));
}

TEST(ShapeOperationsTest, ShearYSlidesColumns) {
  const Image image = sheared_y(red({{0, 0}, {100, 100}, {200, 200}}), 1);
  EXPECT_THAT(row(image, 0), ElementsAre(50, 150));
  EXPECT_THAT(row(image, 1), ElementsAre(150, 200));
  EXPECT_THAT(row(image, 2), ElementsAre(200, 150));
}

TEST(ShapeOperationsTest, AQuarterTurnIsCounterClockwise) {
  const Image image = rotated(red({{1, 2}, {3, 4}}), 90);  // Pillow: [[2, 4], [1, 3]]
  EXPECT_THAT(row(image, 0), ElementsAre(2, 4));
  EXPECT_THAT(row(image, 1), ElementsAre(1, 3));
}

TEST(ShapeOperationsTest, NothingMovesAtZero) {
  const Image image = red({{1, 2, 3}, {4, 5, 6}});
  EXPECT_EQ(rotated(image, 0), image);
  EXPECT_EQ(sheared_x(image, 0), image);
  EXPECT_EQ(sheared_y(image, 0), image);
}

TEST(ShapeOperationsTest, BlurIsAGaussianThatKeepsTheMean) {
  Image image = red(std::vector<std::vector<int>>(9, std::vector<int>(9, 0)));
  image.set(4, 4, 0, 255);
  // exp(-d^2 / 2) over its sum along a line, 2.5066: 0.3989, 0.2420, 0.0540; squared times 255.
  const Image soft = blurred(image, 1);
  EXPECT_EQ(soft.at(4, 4, 0), 41);  // 40.6
  EXPECT_EQ(soft.at(4, 5, 0), 25);  // 24.6
  EXPECT_EQ(soft.at(5, 5, 0), 15);  // 14.9
  EXPECT_EQ(soft.at(4, 2, 0), 5);   // 5.5
  const Image flat = blurred(red({{90, 90}, {90, 90}}), 3);
  EXPECT_THAT(row(flat, 1), ElementsAre(90, 90));
}

}  // namespace
}  // namespace kintsugi::data
