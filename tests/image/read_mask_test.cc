#include "kintsugi/image/read_mask.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include "kintsugi/base/error.h"

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
  return holes(mask_from_picture(picture, polarity, nullptr));
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
  std::vector<std::string> warnings;
  mask_from_picture(row_picture({0, 1, 128, 254, 255, 0, 0, 0}), MaskPolarity::kAuto, &warnings);
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("has 3 pixels that are neither")));
}

TEST(ReadMaskTest, ALargeHoleGivesAWarningThatNamesTheOption) {
  std::vector<std::string> warnings;
  mask_from_picture(row_picture({255, 255, 255, 0, 0}), MaskPolarity::kAuto, &warnings);
  EXPECT_THAT(warnings, IsEmpty()) << "60 % is not more than 60 %";
  mask_from_picture(row_picture({255, 255, 255, 255, 0}), MaskPolarity::kAuto, &warnings);
  EXPECT_THAT(warnings, ElementsAre("the hole is 80 % of the picture: if that is not meant, see "
                                    "--mask-polarity"));
}

TEST(ReadMaskTest, AlphaWithoutAnAlphaChannelIsAnError) {
  try {
    holes_of(row_picture({0, 255}), MaskPolarity::kAlpha);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "the mask has no alpha channel, expected one for --mask-polarity alpha");
  }
}

TEST(ReadMaskTest, AnotherSizeIsAnErrorThatNamesBothAndTheOption) {
  try {
    fit_mask(Mask({4, 6}), {8, 12}, {});
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "the mask is 4x6 (height x width), the picture 8x12 (height x width): expected "
                 "equal sizes, or --resize-mask");
  }
}

TEST(ReadMaskTest, ResizingKeepsTheHoleInItsPlace) {
  const MaskOptions options{.resize = true};
  EXPECT_EQ(fit_mask(mask_of({8, 8}, {2, 4, 6, 8}), {16, 24}, options),
            mask_of({16, 24}, {4, 12, 12, 24}));
  EXPECT_EQ(fit_mask(mask_of({8, 8}, {2, 4, 6, 8}), {4, 4}, options),
            mask_of({4, 4}, {1, 2, 3, 4}));
}

TEST(ReadMaskTest, DilationIsInPixelsOfThePicture) {
  const MaskOptions options{.dilate_px = 1, .resize = true};
  const Mask mask = fit_mask(mask_of({4, 4}, {1, 1, 2, 2}), {8, 8}, options);
  EXPECT_EQ(mask.bounds(), (Box{1, 1, 5, 5}));
}

TEST(ReadMaskTest, PolaritiesAreReadAsTheyAreWritten) {
  for (const std::string name : {"auto", "white", "black", "alpha"}) {
    std::istringstream in(name);
    MaskPolarity polarity;
    in >> polarity;
    std::ostringstream out;
    out << polarity;
    EXPECT_EQ(out.str(), name);
  }
  std::istringstream in("grey");
  MaskPolarity polarity;
  EXPECT_THROW(in >> polarity, Error);
}

TEST(ReadMaskTest, MessagesAboutAFileNameIt) {
  const std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) / "read_mask_test_mask.png";
  write_picture(path, row_picture({0, 100, 255, 0}), nullptr, nullptr);
  std::vector<std::string> warnings;
  EXPECT_THAT(holes(read_mask(path, {1, 4}, {}, &warnings)), ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("read_mask_test_mask.png: the mask has 1 pixels")));
  try {
    read_mask(path, {1, 5}, {}, nullptr);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("read_mask_test_mask.png: the mask is 1x4"));
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace kintsugi
