#include "kintsugi/engine/crops.h"

#include <gtest/gtest.h>

#include <ostream>

#include "engine/pictures.h"

namespace kintsugi::engine {
namespace {

// What every list of crops must hold to: each hole pixel is in one hole box, boxes lie in the
// picture around their holes, the network's input is as the limits ask.
void expect_good(const std::vector<Crop>& crops, const Mask& mask, const CropLimits& limits) {
  Mask covered(mask.size());
  const auto is_inside = [](const Box& a, const Box& b) { return a.joined(b) == b; };
  for (const Crop& crop : crops) {
    EXPECT_TRUE(is_inside(crop.hole, crop.box));
    EXPECT_TRUE(is_inside(crop.box, {0, 0, mask.height(), mask.width()}));
    EXPECT_LE(crop.scaled.height, crop.padded.height);
    EXPECT_LE(crop.scaled.width, crop.padded.width);
    for (const int extent : {crop.padded.height, crop.padded.width}) {
      EXPECT_GE(extent, limits.minimum_px);
      if (limits.fixed.area() == 0) {
        EXPECT_EQ(extent % limits.multiple, 0);
      }
    }
    if (limits.fixed.area() > 0) {
      EXPECT_EQ(crop.padded, limits.fixed);
    }
    for (int y = crop.hole.top; y < crop.hole.bottom; ++y) {
      for (int x = crop.hole.left; x < crop.hole.right; ++x) covered.row(y)[x] += mask.at(y, x);
    }
  }
  EXPECT_EQ(covered, mask) << "each hole pixel belongs to one crop";
}

TEST(CropsTest, SmallHolesGetCropsOfTheTrainingSize) {
  Mask mask = with_hole({1000, 1200}, {100, 100, 120, 130});
  add_hole(mask, {0, 1190, 10, 1200});  // in a corner
  const auto crops = crops_of(mask, HdMode::kCrop, {});
  expect_good(crops, mask, {});
  ASSERT_EQ(crops.size(), 2u);
  for (const Crop& crop : crops) {
    EXPECT_EQ(crop.padded, (Size{256, 256}));
    EXPECT_EQ(crop.scaled, crop.box.size());
  }
}

TEST(CropsTest, HolesNearEachOtherShareACrop) {
  Mask mask = with_hole({600, 600}, {200, 200, 210, 210});
  add_hole(mask, {280, 280, 290, 290});
  const auto crops = crops_of(mask, HdMode::kCrop, {});
  expect_good(crops, mask, {});
  EXPECT_EQ(crops.size(), 1u);
}

TEST(CropsTest, HolesLargerThanTheTrainingSizeAreScaledDown) {
  const Mask mask = with_hole({2000, 3000}, {500, 700, 1200, 1400});  // 700 px and half around it
  const auto crops = crops_of(mask, HdMode::kCrop, {}), small = crops_of(mask, HdMode::kResize, {}),
             whole = crops_of(mask, HdMode::kWhole, {});
  for (const auto& list : {crops, small, whole}) {
    expect_good(list, mask, {});
    ASSERT_EQ(list.size(), 1u);
  }
  EXPECT_EQ(crops[0].box.size(), (Size{1400, 1400}));
  EXPECT_EQ(crops[0].padded, (Size{512, 512}));
  EXPECT_EQ(small[0].padded, (Size{256, 256}));
  EXPECT_EQ(whole[0].padded, (Size{2000, 3000}));
}

TEST(CropsTest, LongScratchesAreFilledInParts) {
  Mask mask({1500, 1500});
  for (int i = 10; i < 1490; ++i) add_hole(mask, {i, i, i + 3, i + 3});
  const auto crops = crops_of(mask, HdMode::kCrop, {});
  expect_good(crops, mask, {});
  EXPECT_GT(crops.size(), 2u);
  for (const Crop& crop : crops) {
    EXPECT_EQ(crop.scaled, crop.box.size());
    EXPECT_LE(crop.padded.height, 512);
  }
}

TEST(CropsTest, FixedSizesGetCropsOfTheirShape) {
  const CropLimits limits{.train_size_px = 64, .multiple = 64, .fixed = {64, 64}};
  const Mask wide = with_hole({500, 500}, {200, 100, 220, 300});
  const auto crops = crops_of(wide, HdMode::kCrop, limits);
  expect_good(crops, wide, limits);
  ASSERT_EQ(crops.size(), 1u);
  EXPECT_EQ(crops[0].box.height(), crops[0].box.width());
  EXPECT_EQ(crops[0].scaled, limits.fixed);
  const Mask flat_picture = with_hole({20, 200}, {5, 50, 10, 60});
  for (const HdMode hd : {HdMode::kCrop, HdMode::kResize, HdMode::kWhole}) {
    expect_good(crops_of(flat_picture, hd, limits), flat_picture, limits);
  }
  // 20 x 200 in 64 x 64 keeps its shape; the rest is padding
  EXPECT_EQ(crops_of(flat_picture, HdMode::kWhole, limits)[0].scaled, (Size{6, 64}));
}

TEST(CropsTest, TinyPicturesReachTheMinimum) {
  const CropLimits limits{.minimum_px = 200, .multiple = 4};
  for (const Size size : {Size{37, 45}, Size{1, 2}, Size{30, 400}, Size{201, 201}}) {
    const Mask mask = with_hole(size, {0, 0, 1, 1});
    for (const HdMode hd : {HdMode::kCrop, HdMode::kResize, HdMode::kWhole}) {
      const auto crops = crops_of(mask, hd, limits);
      expect_good(crops, mask, limits);
      EXPECT_LE(crops[0].padded.height, 204);
    }
  }
  EXPECT_EQ(crops_of(Mask(with_hole({40, 50}, {0, 0, 1, 1})), HdMode::kCrop, limits)[0].scaled,
            (Size{160, 200}));
}

}  // namespace
}  // namespace kintsugi::engine
