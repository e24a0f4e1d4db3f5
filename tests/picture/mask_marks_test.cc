#include <gmock/gmock.h>

#include "kintsugi/error.h"
#include "kintsugi/picture.h"
#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Rgb = std::array<int, 3>;

constexpr Size kSize{40, 60};
constexpr Box kHole{10, 20, 22, 40}, kOther{26, 4, 36, 16};

void paint(Image& image, const Box& box, const Rgb& rgb) {
  for (int y = box.top; y < box.bottom; ++y)
    for (int x = box.left; x < box.right; ++x)
      for (int c = 0; c < image.channels(); ++c) image.set(y, x, c, rgb[c]);
}

// A black picture with a box of colour.
Picture painted(const Rgb& rgb, int channels = 3, int bits = 8) {
  Picture picture;
  picture.image = Image(kSize, channels, bits);
  paint(picture.image, kHole, rgb);
  return picture;
}

Picture grey(int value, int bits = 8) { return painted({value, value, value}, 1, bits); }

// The same with a box of another colour.
Picture and_other(Picture picture, const Rgb& rgb) {
  paint(picture.image, kOther, rgb);
  return picture;
}

// A transparent layer with a box of this opacity.
Picture layer(int opacity, const Rgb& rgb = {255, 203, 0}) {
  Picture picture = painted(rgb);
  picture.alpha = Image(kSize, 1);
  paint(*picture.alpha, kHole, {opacity, opacity, opacity});
  return picture;
}

struct Found {
  Mask mask;
  std::vector<std::string> warnings;
  std::string error;
};

Found read(const Picture& picture, const MaskOptions& options = {}) {
  Found found;
  try {
    ReadMask mask = mask_from_picture(picture, picture, options);
    found.warnings = mask.warnings;
    found.mask = std::move(mask);
  } catch (const Error& error) {
    found.error = error.what();
  }
  return found;
}

Mask box_mask(std::vector<Box> boxes = {kHole}) {
  Mask mask(kSize);
  for (const Box& box : boxes)
    for (int y = box.top; y < box.bottom; ++y) std::fill_n(mask.row(y) + box.left, box.width(), 1);
  return mask;
}

// As JPEG keeps it.
Picture as_jpeg(Picture picture) {
  picture.format = PictureFormat::kJpeg;
  return decode_picture(encoded(picture, nullptr, nullptr), "mask.jpg");
}

int num_different(const Mask& a, const Mask& b) {
  int count = 0;
  for (int y = 0; y < a.height(); ++y)
    for (int x = 0; x < a.width(); ++x) count += a.at(y, x) != b.at(y, x);
  return count;
}

TEST(MaskMarksTest, OfTwoDarkColoursTheBrighterIsTheHole) {
  Picture dark = painted({128, 0, 0});
  dark.palette = {{0, 0, 0}, {128, 0, 0}};
  for (const auto& [picture, words] : {std::pair{grey(1), "0 (2160 pixels), 1 (240 pixels)"},
                                       {grey(1, 16), "0 (2160 pixels), 1 (240 pixels)"},
                                       {painted({128, 0, 0}), "#000000 (2160 pixels), #800000 ("},
                                       {painted({255, 0, 0}), "#ff0000 (240 pixels)"},
                                       {painted({0, 0, 1}), "#000001 (240 pixels)"},
                                       {dark, "label 1 #800000 (240 pixels)"}}) {
    const Found found = read(picture);
    EXPECT_EQ(found.mask, box_mask()) << found.error;
    EXPECT_THAT(found.warnings, ElementsAre(AllOf(HasSubstr("lies above half"), HasSubstr(words),
                                                  HasSubstr("the brighter was taken"))));
  }
}

TEST(MaskMarksTest, SoftRimsOfDarkPaintAreCutHalfway) {
  Picture picture = painted({100, 0, 0});
  paint(picture.image, {9, 20, 10, 40}, {20, 0, 0});
  paint(picture.image, {22, 20, 23, 40}, {70, 0, 0});
  EXPECT_EQ(read(picture).mask, box_mask({kHole, {22, 20, 23, 40}}));
}

TEST(MaskMarksTest, SeveralDarkLabelsAreListedWithTheOptions) {
  EXPECT_EQ(read(and_other(grey(2), {1, 1, 1})).error,
            "no value of the mask lies above half, and there are 3: 0 (2040 pixels), 2 (240 "
            "pixels), 1 (120 pixels); expected to be told which is the hole: mask.label 2, or "
            "mask.threshold");
  EXPECT_THAT(read(and_other(painted({128, 0, 0}), {0, 128, 0})).error,
              AllOf(HasSubstr("#008000 (120 pixels)"), HasSubstr("mask.colour 800000")));
  Picture voc = and_other(painted({128, 0, 0}), {0, 128, 0});
  voc.palette = {{0, 0, 0}, {128, 0, 0}, {0, 128, 0}};
  EXPECT_THAT(read(voc).error,
              AllOf(HasSubstr("label 2 #008000 (120 pixels)"), HasSubstr("mask.label 1,")));
  Picture many = grey(0);
  for (int i = 0; i < 12; ++i) paint(many.image, {3 * i, 0, 3 * i + 3, 60}, {i, i, i});
  EXPECT_THAT(read(many).error, HasSubstr("(180 pixels) and 4 more; expected"));
}

TEST(MaskMarksTest, LabelsOnBothSidesOfHalfAreNotCutThere) {
  // VOC: aeroplanes, and a pale outline that is no class at all.
  EXPECT_THAT(read(and_other(painted({128, 0, 0}), {224, 224, 192})).error,
              HasSubstr("looks like labels"));
  EXPECT_THAT(read(and_other(grey(15), {255, 255, 255})).error, HasSubstr("mask.label 15"));
  // White paint with less grey beside it, on a dark ground, is what it was.
  EXPECT_EQ(read(and_other(grey(255), {100, 100, 100})).mask, box_mask());
  const MaskOptions white{.polarity = MaskPolarity::kWhite};
  EXPECT_EQ(read(and_other(grey(15), {255, 255, 255}), white).mask, box_mask({kOther}));
}

TEST(MaskMarksTest, AMaskOfOneColourIsEmpty) {
  Picture picture;
  picture.image = Image(kSize, 1);
  EXPECT_THAT(read(picture).warnings, IsEmpty());
  paint(picture.image, {0, 0, 40, 60}, {7, 7, 7});
  const Found found = read(picture);
  EXPECT_EQ(found.mask, Mask(kSize));
  EXPECT_THAT(found.warnings, ElementsAre(HasSubstr("the largest is 7 of 255: see mask.thres")));
}

TEST(MaskMarksTest, JpegNoiseIsNoPaint) {
  Picture noise = grey(0);
  for (int y = 0; y < kSize.height; ++y)
    for (int x = 0; x < kSize.width; ++x) noise.image.set(y, x, 0, (x * 7 + y * 13) % 4);
  noise = as_jpeg(noise);
  EXPECT_EQ(read(noise).mask, Mask(kSize)) << read(noise).error;
  const Found white = read(as_jpeg(grey(255)));
  EXPECT_EQ(white.mask, box_mask());
}

TEST(MaskMarksTest, DarkPaintInAJpegIsTheHole) {
  for (const Rgb& rgb : {Rgb{128, 0, 0}, {255, 0, 0}, {0, 0, 255}, {90, 90, 90}}) {
    const Found found = read(as_jpeg(painted(rgb)));
    EXPECT_LT(num_different(found.mask, box_mask()), 20) << found.error;
    EXPECT_EQ(found.error, "");
  }
  EXPECT_THAT(read(as_jpeg(and_other(painted({160, 0, 0}), {0, 0, 200}))).error,
              HasSubstr("there are 3"));
}

TEST(MaskMarksTest, TheThresholdIsOf255AtAnyDepth) {
  EXPECT_EQ(read(grey(50), {.threshold = 49}).mask, box_mask());
  EXPECT_EQ(read(grey(50), {.threshold = 50}).mask, Mask(kSize));
  EXPECT_EQ(read(grey(50 * 257, 16), {.threshold = 49}).mask, box_mask());
  EXPECT_EQ(read(grey(50 * 257, 16), {.threshold = 50}).mask, Mask(kSize));
  EXPECT_EQ(read(grey(1, 16), {.threshold = 0}).mask, box_mask());
  EXPECT_THAT(read(and_other(grey(200), {60, 60, 60}), {.threshold = 100}).warnings,
              ElementsAre(HasSubstr("cut at 100 of 255")));
}

TEST(MaskMarksTest, LabelsAreGreyValuesOrNumbersOfThePalette) {
  const Picture picture = and_other(grey(1), {15, 15, 15});
  EXPECT_EQ(read(picture, {.labels = {{1}}}).mask, box_mask());
  EXPECT_EQ(read(picture, {.labels = {{15}}}).mask, box_mask({kOther}));
  EXPECT_EQ(read(picture, {.labels = {{1, 15}}}).mask, box_mask({kHole, kOther}));
  const Found none = read(picture, {.labels = {{7}}});
  EXPECT_EQ(none.mask, Mask(kSize));
  EXPECT_THAT(none.warnings, ElementsAre(HasSubstr("no pixel of mask.label 7, found 0 (")));
  EXPECT_EQ(read(grey(300, 16), {.labels = {{300}}}).mask, box_mask());
  Picture voc = and_other(painted({128, 0, 0}), {224, 224, 192});
  EXPECT_THAT(read(voc, {.labels = {{1}}}).error, HasSubstr("has colours and no palette"));
  voc.palette = {{0, 0, 0}, {128, 0, 0}, {224, 224, 192}};
  EXPECT_EQ(read(voc, {.labels = {{1}}}).mask, box_mask());
  EXPECT_EQ(read(voc, {.labels = {{2}}}).mask, box_mask({kOther}));
  EXPECT_EQ(read(voc, {.labels = {{9}}}).mask, Mask(kSize));
}

TEST(MaskMarksTest, AColourIsTakenWithinItsTolerance) {
  const MaskOptions red{.colour = {true, {255, 0, 0}}};
  const Picture picture = and_other(painted({255, 0, 0}), {255, 9, 0});
  EXPECT_EQ(read(picture, red).mask, box_mask());
  EXPECT_THAT(read(picture, red).warnings, IsEmpty());
  MaskOptions wider = red;
  wider.tolerance = 9;
  EXPECT_EQ(read(picture, wider).mask, box_mask({kHole, kOther}));
  EXPECT_EQ(read(painted({65535, 0, 200}, 3, 16), red).mask, box_mask());
  const Found none = read(painted({237, 28, 36}), red);
  EXPECT_THAT(none.warnings, ElementsAre("no pixel has the colour #ff0000 (mask.tolerance 8), "
                                         "the nearest is 36 away"));
  Picture clear = picture;
  clear.alpha = Image(kSize, 1);
  EXPECT_EQ(read(clear, red).mask, Mask(kSize));
}

TEST(MaskMarksTest, AColourInAJpegIsTakenMoreWidely) {
  const Found found = read(as_jpeg(painted({255, 0, 0})), {.colour = {true, {255, 0, 0}}});
  EXPECT_LT(num_different(found.mask, box_mask()), 20);
  EXPECT_THAT(found.warnings, ElementsAre(HasSubstr("mask.dilate 4")));
}

TEST(MaskMarksTest, StrokesOnATransparentLayerAreTheHole) {
  for (const int opacity : {255, 186, 127, 30}) {
    for (const Rgb& rgb : {Rgb{255, 203, 0}, {0, 0, 0}, {255, 255, 255}}) {
      const Found found = read(layer(opacity, rgb));
      EXPECT_EQ(found.mask, box_mask());
      EXPECT_THAT(found.warnings, ElementsAre(HasSubstr("is mostly transparent: what is painted on "
                                                        "it, 10 %, was taken for the hole")));
      EXPECT_EQ(read(layer(opacity, rgb), {.polarity = MaskPolarity::kOpaque}).mask, box_mask());
    }
  }
  Picture mixed = layer(255);
  paint(*mixed.alpha, kOther, {127, 127, 127});
  EXPECT_EQ(read(mixed).mask, box_mask({kHole, kOther}));
}

TEST(MaskMarksTest, ATransparentHoleInAPictureIsTheHole) {
  Picture picture = painted({200, 100, 50});
  picture.alpha = Image(kSize, 1);
  paint(*picture.alpha, {0, 0, 40, 60}, {255, 255, 255});
  paint(*picture.alpha, kHole, {0, 0, 0});
  EXPECT_EQ(read(picture).mask, box_mask());
  EXPECT_THAT(read(picture).warnings, IsEmpty());
  paint(*picture.alpha, {0, 0, 18, 60}, {0, 0, 0});
  EXPECT_THAT(read(picture).warnings, ElementsAre(HasSubstr("mask.polarity opaque takes the")));
}

TEST(MaskMarksTest, AlphaThatIsTheSameEverywhereSaysNothing) {
  for (const int opacity : {0, 100, 255}) {
    Picture picture = grey(255);
    picture.alpha = Image(kSize, 1);
    paint(*picture.alpha, {0, 0, 40, 60}, {opacity, opacity, opacity});
    EXPECT_EQ(read(picture).mask, box_mask()) << opacity;
  }
}

TEST(MaskMarksTest, OneWayToTellTheHoleIsEnough) {
  EXPECT_THAT(read(grey(1), {.labels = {{1}}, .colour = {true, {1, 1, 1}}}).error,
              "found mask.label and mask.colour, expected one way to tell the hole");
  EXPECT_THAT(
      read(grey(1), {.polarity = MaskPolarity::kWhite, .labels = {{1}}}).error,
      "found mask.label and mask.polarity or mask.threshold, expected one way to tell "
      "the hole");
  EXPECT_THAT(read(grey(1), {.threshold = 255}).error, HasSubstr("mask.threshold is 255"));
  EXPECT_THAT(read(grey(1), {.tolerance = 5}).error, HasSubstr("without mask.colour"));
  EXPECT_THAT(read(grey(1), {.polarity = MaskPolarity::kOpaque}).error,
              HasSubstr("no alpha channel, expected one for mask.polarity opaque"));
}

}  // namespace
}  // namespace kintsugi
