#include "kintsugi/data/autoaugment.h"

#include <gmock/gmock.h>

#include <set>

#include "data/sample_pictures.h"
#include "kintsugi/data/colour_operations.h"
#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

TEST(AutoAugmentTest, ThePolicyIsMadeOfKnownOperations) {
  EXPECT_EQ(imagenet_policy().size(), 25u);
  std::set<std::string> names;
  for (const SubPolicy& policy : imagenet_policy()) {
    for (const AugmentStep& step : {policy.first, policy.second}) {
      Image image = plain_image({20, 20}, 100);
      Random random(1);
      augment(image, step.operation, step.magnitude, random);
      EXPECT_EQ(image.size(), (Size{20, 20}));
      EXPECT_GE(step.probability, 0);
      EXPECT_LE(step.probability, 1);
      names.insert(step.operation);
    }
  }
  EXPECT_THAT(names,
              testing::ElementsAre("AutoContrast", "Color", "Contrast", "Equalize", "Invert",
                                   "Posterize", "Rotate", "Sharpness", "ShearX", "Solarize"));
}

TEST(AutoAugmentTest, MagnitudesCoverThePapersRanges) {
  const Image image = plain_image({20, 20}, 100);
  Image expected = image, found = image;
  Random random(1);
  posterize(expected, 4), augment(found, "Posterize", 9, random);
  EXPECT_EQ(found, expected);
  expected = found = image;
  augment(found, "Posterize", 0, random);
  EXPECT_EQ(found, expected);
  invert(expected), augment(found, "Solarize", 9, random);
  EXPECT_EQ(found, expected);
  expected = found = image;
  augment(found, "Solarize", 0, random);
  EXPECT_EQ(found, expected);
}

TEST(AutoAugmentTest, SignsComeFromTheGenerator) {
  std::set<int> reds;
  for (int i = 0; i < 20; ++i) {
    Image image = plain_image({4, 4}, 100);
    Random random(3, i);
    augment(image, "Brightness", 9, random);
    reds.insert(image.at(0, 0, 0));
  }
  EXPECT_THAT(reds, testing::ElementsAre(10, 190));  // 100 (1 -+ 0.9)
}

TEST(AutoAugmentTest, PicturesVaryAndTheGeneratorDecidesHow) {
  const Image image = plain_image({32, 32}, 100);
  int num_changed = 0;
  for (int i = 0; i < 50; ++i) {
    Random a(4, i), b(4, i);
    const Image first = autoaugmented(image, a);
    EXPECT_EQ(first, autoaugmented(image, b));
    num_changed += !(first == image);
  }
  EXPECT_GT(num_changed, 35);
}

TEST(AutoAugmentTest, RefusesUnknownOperations) {
  Image image({4, 4}, 3);
  Random random(1);
  EXPECT_THROW(augment(image, "Smudge", 1, random), Error);
}

}  // namespace
}  // namespace kintsugi::data
