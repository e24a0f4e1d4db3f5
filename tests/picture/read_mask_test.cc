#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include "kintsugi/error.h"
#include "kintsugi/picture.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A picture of one row, from its grey values (channels 1) or triples (channels 3).
Picture row_picture(const std::vector<int>& values, int channels = 1, int bits = 8) {
  Picture picture;
  const int width = static_cast<int>(values.size()) / channels;
  picture.image = Image({1, width}, channels, bits);
  for (size_t i = 0; i < values.size(); ++i) {
    const int index = static_cast<int>(i);
    picture.image.set(0, index / channels, index % channels, values[i]);
  }
  return picture;
}

Picture with_alpha(Picture picture, const std::vector<int>& alpha) {
  picture.alpha = row_picture(alpha, 1, picture.image.bits()).image;
  return picture;
}

std::vector<int> holes(const Mask& mask) { return {mask.row(0), mask.row(0) + mask.width()}; }

std::vector<int> holes_of(const Picture& picture, MaskPolarity polarity) {
  return holes(mask_from_picture(picture, picture, {.polarity = polarity}));
}

// A black and white picture, `hole` in white.
Picture picture_of(Size size, const Box& hole) {
  Picture picture;
  picture.image = Image(size, 1);
  for (int y = hole.top; y < hole.bottom; ++y) {
    for (int x = hole.left; x < hole.right; ++x) picture.image.set(y, x, 0, 255);
  }
  return picture;
}

Mask fitted(const Picture& picture, const PictureFrame& frame, const MaskOptions& options,
            std::vector<std::string>* warnings = nullptr) {
  ReadMask mask = mask_from_picture(picture, frame, options);
  if (warnings) *warnings = mask.warnings;
  return mask;
}

std::string error_of(const Picture& picture, const PictureFrame& frame,
                     const MaskOptions& options = {}) {
  try {
    mask_from_picture(picture, frame, options);
    return "no error";
  } catch (const Error& error) {
    return error.what();
  }
}

PictureFrame frame_of(Size upright, int turned) {
  PictureFrame frame(upright);
  frame.turned = turned;
  return frame;
}

Mask mask_of(Size size, const Box& hole) {
  Mask mask(size);
  for (int y = hole.top; y < hole.bottom; ++y) {
    std::fill_n(mask.row(y) + hole.left, hole.width(), 1);
  }
  return mask;
}

TEST(ReadMaskTest, WhiteIsTheHoleUnlessBlackIs) {
  const Picture picture = row_picture({0, 255, 0, 0});
  EXPECT_THAT(holes_of(picture, MaskPolarity::kAuto), ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(holes_of(picture, MaskPolarity::kWhite), ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(holes_of(picture, MaskPolarity::kBlack), ElementsAre(1, 0, 1, 1));
}

TEST(ReadMaskTest, SixteenBitsAreCutAtTheirOwnHalf) {
  EXPECT_THAT(holes_of(row_picture({32767, 32768, 255}, 1, 16), MaskPolarity::kWhite),
              ElementsAre(0, 1, 0));
  EXPECT_THAT(holes_of(row_picture({127, 128}), MaskPolarity::kWhite), ElementsAre(0, 1));
}

TEST(ReadMaskTest, AColourCountsByItsLuminance) {
  // red 0.299, green 0.587, yellow 0.886, white 1
  const Picture picture = row_picture({255, 0, 0, 0, 255, 0, 255, 255, 0, 255, 255, 255}, 3);
  EXPECT_THAT(holes_of(picture, MaskPolarity::kAuto), ElementsAre(0, 1, 1, 1));
}

TEST(ReadMaskTest, AutoTakesTransparencyWhereThereIsSome) {
  const Picture opaque = with_alpha(row_picture({0, 255}), {255, 255});
  EXPECT_THAT(holes_of(opaque, MaskPolarity::kAuto), ElementsAre(0, 1));
  const Picture transparent = with_alpha(row_picture({0, 255}), {0, 255});
  EXPECT_THAT(holes_of(transparent, MaskPolarity::kAuto), ElementsAre(1, 0));
  EXPECT_THAT(holes_of(transparent, MaskPolarity::kAlpha), ElementsAre(1, 0));
}

TEST(ReadMaskTest, StrokesOnATransparentLayerAreTheHoleWhenTheirColourIsAsked) {
  // Transparent pixels may have any colour: they are known.
  const Picture strokes = with_alpha(row_picture({255, 255, 0, 0}), {0, 255, 0, 255});
  EXPECT_THAT(holes_of(strokes, MaskPolarity::kWhite), ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(holes_of(strokes, MaskPolarity::kBlack), ElementsAre(0, 0, 0, 1));
}

TEST(ReadMaskTest, SoftValuesAreCountedInAWarning) {
  const std::vector<std::string> warnings =
      mask_from_picture(row_picture({0, 1, 128, 254, 255, 0, 0, 0}), Size{1, 8}).warnings;
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("has 3 pixels that are neither")));
}

TEST(ReadMaskTest, ALargeHoleGivesAWarningThatNamesTheOption) {
  const auto warnings_of = [](const std::vector<int>& values) {
    return mask_from_picture(row_picture(values), Size{1, 5}).warnings;
  };
  EXPECT_THAT(warnings_of({255, 255, 255, 0, 0}), IsEmpty()) << "60 % is not more than 60 %";
  EXPECT_THAT(warnings_of({255, 255, 255, 255, 0}), ElementsAre("the hole is 80 % of the picture: if that is not meant, see "
                                    "mask.polarity"));
}

TEST(ReadMaskTest, AlphaWithoutAnAlphaChannelIsAnError) {
  try {
    holes_of(row_picture({0, 255}), MaskPolarity::kAlpha);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "the mask has no alpha channel, expected one for mask.polarity alpha");
  }
}

TEST(ReadMaskTest, AnotherSizeIsAnErrorThatNamesBothAndTheOption) {
  EXPECT_EQ(error_of(picture_of({4, 6}, {}), Size{8, 12}),
            "the mask is 6x4, the picture 12x8 (width x height): expected equal sizes, or "
            "mask.resize");
}

TEST(ReadMaskTest, ResizingKeepsTheHoleInItsPlace) {
  const Picture picture = picture_of({8, 8}, {2, 4, 6, 8});
  EXPECT_EQ(fitted(picture, Size{16, 24}, {.resize = true}), mask_of({16, 24}, {4, 12, 12, 24}));
  EXPECT_EQ(fitted(picture, Size{4, 4}, {.resize = true}), mask_of({4, 4}, {1, 2, 3, 4}));
}

TEST(ReadMaskTest, DilationIsInPixelsOfThePicture) {
  const MaskOptions options{.dilate_px = 1, .resize = true};
  EXPECT_EQ(fitted(picture_of({4, 4}, {1, 1, 2, 2}), Size{8, 8}, options).bounds(),
            (Box{1, 1, 5, 5}));
}

TEST(ReadMaskTest, AMaskOfTheStoredSizeIsTurnedWithThePicture) {
  const Picture mask = picture_of({4, 6}, {0, 0, 1, 2});  // the stored top left corner, a bar
  for (const auto& [turned, hole] : {std::pair{5, Box{0, 0, 2, 1}},
                                     {6, Box{0, 3, 2, 4}},
                                     {7, Box{4, 3, 6, 4}},
                                     {8, Box{4, 0, 6, 1}}}) {
    for (const bool resize : {false, true}) {
      std::vector<std::string> warnings;
      EXPECT_EQ(fitted(mask, frame_of({6, 4}, turned), {.resize = resize}, &warnings),
                mask_of({6, 4}, hole))
          << turned;
      EXPECT_THAT(warnings, ElementsAre(HasSubstr("it was turned with the picture, by EXIF")));
    }
  }
}

TEST(ReadMaskTest, AnUprightMaskIsNotTurned) {
  std::vector<std::string> warnings;
  EXPECT_EQ(fitted(picture_of({6, 4}, {0, 0, 1, 2}), frame_of({6, 4}, 6), {}, &warnings),
            mask_of({6, 4}, {0, 0, 1, 2}));
  EXPECT_EQ(fitted(picture_of({4, 4}, {0, 0, 1, 2}), frame_of({4, 4}, 6), {}, &warnings),
            mask_of({4, 4}, {0, 0, 1, 2}));
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(ReadMaskTest, ASmallerMaskInTheStoredOrientationIsTurnedAndStretched) {
  const Picture mask = picture_of({4, 6}, {0, 0, 2, 2});
  EXPECT_EQ(fitted(mask, frame_of({12, 8}, 6), {.resize = true}), mask_of({12, 8}, {0, 4, 4, 8}));
  EXPECT_EQ(error_of(mask, frame_of({12, 8}, 6)),
            "the mask is 6x4, the picture 8x12 (width x height); EXIF orientation 6 turned the "
            "picture from 12x8 and the mask lies as it lay: expected a mask of one of these two "
            "sizes");
}

TEST(ReadMaskTest, AMaskOnItsSideIsNotSentToBeStretched) {
  EXPECT_EQ(error_of(picture_of({4, 6}, {}), Size{6, 4}),
            "the mask is 6x4, the picture 4x6 (width x height): it lies on its side, expected it "
            "to be turned by 90 degrees");
}

TEST(ReadMaskTest, AnOrientationThatAMaskHasFromItsPictureIsNotAppliedTwice) {
  // The tool turned the pixels and kept the tag: reading has turned them once more.
  Picture mask = picture_of({4, 6}, {0, 4, 2, 6});
  mask.turned = 6;
  std::vector<std::string> warnings;
  EXPECT_EQ(fitted(mask, frame_of({6, 4}, 6), {}, &warnings), mask_of({6, 4}, {0, 0, 2, 2}));
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("its pixels were taken as they are stored")));
}

TEST(ReadMaskTest, MessagesAboutAFileNameIt) {
  const std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) / "read_mask_test_mask.png";
  write_picture(path, row_picture({0, 100, 255, 0}));
  const ReadMask mask = read_mask(path, Size{1, 4});
  EXPECT_THAT(holes(mask), ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(mask.warnings, ElementsAre(HasSubstr("read_mask_test_mask.png: the mask has 1 pixels")));
  try {
    read_mask(path, Size{1, 5});
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("read_mask_test_mask.png: the mask is 4x1"));
  }
  std::filesystem::remove(path);
}

TEST(ReadMaskTest, NumbersOfAPaletteThatHoldsAColourTwiceAreTheLabels) {
  Picture picture = row_picture({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 3);
  picture.palette = {{0, 0, 0}, {128, 0, 0}, {255, 255, 255}, {0, 0, 0}};
  picture.palette_numbers = row_picture({0, 1, 3, 1}).image;
  const auto labelled = [&](int label) {
    return holes(mask_from_picture(picture, picture, {.labels = {{label}}}));
  };
  EXPECT_THAT(labelled(1), ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(labelled(3), ElementsAre(0, 0, 1, 0));
  picture.palette_numbers = row_picture({0, 1, 0, 1}).image;
  EXPECT_THAT(holes(mask_from_picture(picture, picture)), ElementsAre(0, 1, 0, 1));
}

}  // namespace
}  // namespace kintsugi
