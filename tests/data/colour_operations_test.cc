#include "kintsugi/data/colour_operations.h"

#include <gmock/gmock.h>

#include <functional>
#include <numeric>

namespace kintsugi::data {
namespace {

using testing::ElementsAreArray;

// Four by three pixels of (5 + 10 i, 250 - 17 i, 71 i mod 256).
Image twelve_pixels() {
  Image image({3, 4}, 3);
  for (int i = 0; i < 12; ++i) {
    const int values[] = {5 + 10 * i, 250 - 17 * i, 71 * i % 256};
    for (int c = 0; c < 3; ++c) image.set(i / 4, i % 4, c, values[c]);
  }
  return image;
}

std::vector<int> channel(const Image& image, int c) {
  std::vector<int> values;
  for (int i = 0; i < image.size().area(); ++i) {
    values.push_back(image.at(i / image.width(), i % image.width(), c));
  }
  return values;
}

// All expectations are Pillow 9.4's answers for the same picture.
void expect(const std::function<void(Image&)>& change, int c, const std::vector<int>& values) {
  Image image = twelve_pixels();
  change(image);
  EXPECT_THAT(channel(image, c), ElementsAreArray(values));
}

TEST(ColourOperationsTest, Invert) {
  expect(invert, 0, {250, 240, 230, 220, 210, 200, 190, 180, 170, 160, 150, 140});
}

TEST(ColourOperationsTest, Solarize) {
  const auto change = [](Image& image) { solarize(image, 100); };
  expect(change, 0, {5, 15, 25, 35, 45, 55, 65, 75, 85, 95, 150, 140});
  expect(change, 2, {0, 71, 113, 42, 28, 99, 85, 14, 56, 128, 57, 13});
}

TEST(ColourOperationsTest, Posterize) {
  const auto change = [](Image& image) { posterize(image, 3); };
  expect(change, 0, {0, 0, 0, 32, 32, 32, 64, 64, 64, 64, 96, 96});
  expect(change, 2, {0, 64, 128, 192, 0, 96, 160, 224, 32, 96, 192, 0});
}

TEST(ColourOperationsTest, AutoContrast) {
  expect(auto_contrast, 0, {0, 23, 46, 69, 92, 115, 139, 162, 185, 208, 231, 255});
  expect(auto_contrast, 1, {254, 231, 208, 185, 162, 139, 115, 92, 69, 46, 23, 0});
}

TEST(ColourOperationsTest, Equalize) {
  Image image({16, 32}, 3);
  for (int i = 0; i < 512; ++i) {
    image.set(i / 32, i % 32, 0, i * i % 97);
    image.set(i / 32, i % 32, 1, i % 64);
    image.set(i / 32, i % 32, 2, i < 400 ? 200 : 7);
  }
  equalize(image);
  const auto sum = [&](int c) {
    const std::vector<int> values = channel(image, c);
    return std::accumulate(values.begin(), values.end(), 0);
  };
  EXPECT_EQ(image.at(0, 1, 0), 6);
  EXPECT_EQ(image.at(0, 2, 0), 39);
  EXPECT_EQ(sum(0), 96690);
  EXPECT_EQ(sum(1), 97024);
  EXPECT_EQ(sum(2), 80784);  // all but the lightest are too few to be spread: unchanged
}

TEST(ColourOperationsTest, Colour) {
  const auto less = [](Image& image) { enhance_colour(image, 0.3); };
  const auto more = [](Image& image) { enhance_colour(image, 1.7); };
  expect(less, 0, {105, 108, 112, 116, 99, 104, 107, 111, 94, 98, 102, 85});
  expect(less, 2, {103, 125, 147, 170, 94, 117, 139, 161, 86, 108, 130, 55});
  expect(more, 0, {0, 0, 0, 0, 0, 6, 22, 38, 75, 91, 107, 144});
  expect(more, 2, {0, 16, 136, 255, 0, 80, 200, 255, 25, 145, 255, 0});
}

TEST(ColourOperationsTest, Contrast) {
  const auto change = [](Image& image) { enhance_contrast(image, 0.4); };
  expect(change, 0, {75, 79, 83, 87, 91, 95, 99, 103, 107, 111, 115, 119});
  expect(change, 2, {73, 102, 130, 159, 85, 113, 141, 170, 96, 124, 153, 79});
}

TEST(ColourOperationsTest, Brightness) {
  const auto change = [](Image& image) { enhance_brightness(image, 1.5); };
  expect(change, 0, {7, 22, 37, 52, 67, 82, 97, 112, 127, 142, 157, 172});
  expect(change, 2, {0, 106, 213, 255, 42, 148, 255, 255, 84, 190, 255, 19});
}

TEST(ColourOperationsTest, SharpnessLeavesTheBorder) {
  const auto less = [](Image& image) { enhance_sharpness(image, 0.1); };
  const auto more = [](Image& image) { enhance_sharpness(image, 1.9); };
  expect(less, 2, {0, 71, 142, 213, 28, 99, 152, 241, 56, 127, 198, 13});
  expect(more, 2, {0, 71, 142, 213, 28, 99, 188, 241, 56, 127, 198, 13});
}

}  // namespace
}  // namespace kintsugi::data
