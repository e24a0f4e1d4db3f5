#include "kintsugi/data/transform.h"

#include <gmock/gmock.h>

#include <set>

#include "data/sample_pictures.h"
#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

using recipe::Crop;

// Green is 10 y, blue 10 x.
Image coordinates(Size size) { return plain_image(size, 0); }

TransformOptions options_with(int size, Crop crop) {
  return {.size = size, .data = {.crop = crop, .flip = 0}};
}

TEST(PreparedTest, CentreIsTheMiddleSquare) {
  const Image image = prepared(coordinates({4, 10}), options_with(4, Crop::kCentre));
  ASSERT_EQ(image.size(), (Size{4, 4}));
  EXPECT_EQ(image.at(0, 0, 2), 30);  // columns 3..6
  EXPECT_EQ(image.at(3, 3, 2), 60);
  EXPECT_EQ(image.at(3, 3, 1), 30);
}

TEST(PreparedTest, SquashIsAllOfThePicture) {
  const Image image = prepared(coordinates({4, 8}), options_with(4, Crop::kSquash));
  ASSERT_EQ(image.size(), (Size{4, 4}));
  EXPECT_NEAR(image.at(0, 1, 2), 25, 1);  // columns 2 and 3
}

TEST(PreparedTest, RandomKeepsWhatTheSmallestCropNeedsAndNoMore) {
  TransformOptions options = options_with(8, Crop::kRandom);
  EXPECT_EQ(prepared(Image({64, 96}, 3), options).size(), (Size{8, 12}));
  EXPECT_EQ(prepared(Image({4, 6}, 3), options).size(), (Size{8, 12}));
  options.data.smallest_crop = 0.5;
  EXPECT_EQ(prepared(Image({64, 96}, 3), options).size(), (Size{16, 24}));
  EXPECT_EQ(prepared(Image({10, 12}, 3), options).size(), (Size{10, 12}));
}

TEST(PreparedTest, GreyBecomesRgb) {
  EXPECT_EQ(prepared(Image({4, 4}, 1, 16), options_with(4, Crop::kCentre)).channels(), 3);
}

TEST(TransformedTest, RandomCropsLieEverywhere) {
  const TransformOptions options = options_with(4, Crop::kRandom);
  std::set<int> lefts;
  for (int i = 0; i < 100; ++i) {
    Random random(1, i);
    const Image image = transformed(coordinates({4, 7}), options, random);
    ASSERT_EQ(image.size(), (Size{4, 4}));
    lefts.insert(image.at(0, 0, 2) / 10);
  }
  EXPECT_THAT(lefts, testing::ElementsAre(0, 1, 2, 3));
}

TEST(TransformedTest, SmallestCropEnlargesParts) {
  TransformOptions options = options_with(8, Crop::kRandom);
  options.data.smallest_crop = 0.5;
  std::set<int> widths;  // shown: blue rises by 10 a column
  for (int i = 0; i < 100; ++i) {
    Random random(1, i);
    const Image image = transformed(coordinates({16, 16}), options, random);
    widths.insert((image.at(0, 7, 2) - image.at(0, 0, 2) + 5) / 10);
  }
  EXPECT_LE(*widths.begin(), 7);
  EXPECT_GE(*widths.rbegin(), 13);
}

TEST(TransformedTest, FlipMirrorsAsOftenAsItSays) {
  TransformOptions options = options_with(4, Crop::kCentre);
  options.data.flip = 0.25;
  int num_flipped = 0;
  for (int i = 0; i < 1000; ++i) {
    Random random(2, i);
    const Image image = transformed(coordinates({4, 4}), options, random);
    num_flipped += image.at(0, 0, 2) == 30;
    EXPECT_EQ(image.at(0, 0, 2) + image.at(0, 3, 2), 30);
  }
  EXPECT_NEAR(num_flipped, 250, 55);  // four deviations
}

TEST(TransformedTest, DependsOnNothingButTheGenerator) {
  TransformOptions options = options_with(16, Crop::kRandom);
  options.data.augmentation = recipe::Augmentation::kAutoaugment;
  Random a(5), b(5);
  EXPECT_EQ(transformed(coordinates({20, 30}), options, a),
            transformed(coordinates({20, 30}), options, b));
}

TEST(TransformTest, RefusesNumbersOutOfRange) {
  EXPECT_THROW(check_transform(options_with(0, Crop::kRandom)), Error);
  TransformOptions options = options_with(8, Crop::kRandom);
  options.data.smallest_crop = 0;
  EXPECT_THROW(check_transform(options), Error);
}

}  // namespace
}  // namespace kintsugi::data
