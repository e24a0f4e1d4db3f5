#include <gmock/gmock.h>

#include "apps/fill_fixture.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

TEST_F(FillTest, KeepsTheBitsOfKnownPixelsInLosslessFormats) {
  for (const int bits : {8, 16}) {
    save(test_picture(kSize, 0, bits), in("known.png"));
    for (const std::string method : {"patchmatch", "telea", "ns"}) {
      const Ran ran = fill({"@known.png", "@mask.png", "-o", "@out.png", "--method", method});
      ASSERT_EQ(ran.exit_code, 0) << ran.err;
      EXPECT_EQ(ran.err, "");
      EXPECT_THAT(ran.out, HasSubstr("out.png: 64x48, 6.2 % filled with " + method));
      expect_filled_outside_unchanged(read_picture(in("out.png")).image,
                                      test_picture(kSize, 0, bits).image);
    }
  }
}

TEST_F(FillTest, TheExtensionOfTheOutputSaysItsFormat) {
  save(test_picture(kSize), in("picture.jpg"));
  ASSERT_EQ(fill({"@picture.jpg", "@mask.png", "-o", "@out.PNG"}).exit_code, 0);
  EXPECT_EQ(read_picture(in("out.PNG")).format, PictureFormat::kPng);
  ASSERT_EQ(fill({"@picture.jpg", "@mask.png", "-o", "@out"}).exit_code, 0);
  EXPECT_EQ(read_picture(in("out")).format, PictureFormat::kJpeg);
}

TEST_F(FillTest, TheResultDoesNotDependOnThreadsAndJobs) {
  save(test_picture({300, 300}, 1), in("photos/a.png"));
  save(test_picture({300, 300}, 2), in("photos/b.png"));
  save(test_mask({300, 300}, {100, 100, 160, 150}), in("m.png"));
  for (const auto& [folder, threads, jobs] :
       {std::tuple{"one", "1", "1"}, {"many", "7", "1"}, {"two", "4", "2"}}) {
    const Ran ran = fill({"@photos", "@m.png", "-o", std::string("@") + folder, "--threads",
                          threads, "--jobs", jobs, "--method", "patchmatch"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    for (const std::string name : {"/a.png", "/b.png"}) {
      EXPECT_EQ(text_of(in(folder + name)), text_of(in("one" + name))) << folder;
    }
  }
}

TEST_F(FillTest, AnEmptyMaskCopiesTheBytes) {
  save(test_picture(kSize), in("picture.jpg"));
  save(test_mask(kSize, {}), in("empty.png"));
  const Ran ran = fill({"@picture.jpg", "@empty.png", "-o", "@out.jpg"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, HasSubstr("the mask is empty: the picture is copied unchanged"));
  EXPECT_EQ(text_of(in("out.jpg")), text_of(in("picture.jpg")));
}

TEST_F(FillTest, AMaskWithoutKnownPixelsIsAnError) {
  save(test_mask(kSize, {0, 0, kSize.height, kSize.width}), in("full.png"));
  const Ran ran = fill({"@picture.png", "@full.png", "-o", "@out.png"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("the mask leaves no known pixel to fill from"));
  EXPECT_FALSE(fs::exists(in("out.png")));
}

TEST_F(FillTest, AFullMaskWarnsOfItsPolarity) {
  const Ran ran = fill({"@picture.png", "@mask.png", "-o", "@out.png", "--mask-polarity", "black"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, HasSubstr("the hole is 94 % of the picture: if that is not meant, see "
                                 "--mask-polarity"));
}

TEST_F(FillTest, AMaskOfAnotherSizeNeedsTheOption) {
  save(test_mask({24, 32}, {8, 12, 14, 20}), in("half.png"));
  const Ran ran = fill({"@picture.png", "@half.png", "-o", "@out.png"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("32x24"), HasSubstr("64x48"), HasSubstr("--resize-mask")));
  ASSERT_EQ(fill({"@picture.png", "@half.png", "-o", "@out.png", "--resize-mask"}).exit_code, 0);
  ASSERT_EQ(fill({"@picture.png", "@mask.png", "-o", "@same.png"}).exit_code, 0);
  EXPECT_EQ(text_of(in("out.png")), text_of(in("same.png")));
}

TEST_F(FillTest, DilationAndFeatherReachThePixels) {
  Picture flat;
  flat.image = Image(kSize, 1);
  for (int y = kHole.top; y < kHole.bottom; ++y)
    for (int x = kHole.left; x < kHole.right; ++x) flat.image.set(y, x, 0, 200);
  flat.image.set(kHole.top - 1, 30, 0, 200);  // residue at the edge
  save(flat, in("flat.png"));
  ASSERT_EQ(fill({"@flat.png", "@mask.png", "-o", "@out.png", "--dilate", "1"}).exit_code, 0);
  EXPECT_EQ(read_picture(in("out.png")).image, Image(kSize, 1));
  ASSERT_EQ(fill({"@flat.png", "@mask.png", "-o", "@out.png", "--dilate", "1", "--feather", "3"})
                .exit_code,
            0);
  // Row top is two pixels from the nearest known one: the fill's share is 2/4 of 0, 200 the rest.
  EXPECT_EQ(read_picture(in("out.png")).image.at(kHole.top, 30, 0), 100);
}

TEST_F(FillTest, AlphaIsKeptUnlessItIsToBeFilled) {
  Picture picture = test_picture(kSize);
  picture.alpha = Image(kSize, 1);
  save(picture, in("clear.png"));
  ASSERT_EQ(fill({"@clear.png", "@mask.png", "-o", "@out.png"}).exit_code, 0);
  EXPECT_EQ(read_picture(in("out.png")).alpha, picture.alpha);
  ASSERT_EQ(fill({"@clear.png", "@mask.png", "-o", "@out.png", "--fill-alpha"}).exit_code, 0);
  EXPECT_EQ(read_picture(in("out.png")).alpha, test_mask(kSize, kHole).image);
}

TEST_F(FillTest, APicturesOwnTransparencyMayBeTheMask) {
  Picture picture = test_picture(kSize);
  picture.alpha = Image(kSize, 1);
  for (int y = 0; y < kSize.height; ++y)
    for (int x = 0; x < kSize.width; ++x)
      picture.alpha->set(y, x, 0, kHole.contains(y, x) ? 0 : 255);
  save(picture, in("cut.png"));
  const Ran ran = fill({"@cut.png", "--mask-polarity", "alpha", "-o", "@out.png"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const Picture result = read_picture(in("out.png"));
  expect_filled_outside_unchanged(result.image, picture.image);
  EXPECT_EQ(result.alpha.value_or(test_mask(kSize, {0, 0, 48, 64}).image),
            test_mask(kSize, {0, 0, 48, 64}).image);
}

TEST_F(FillTest, WhatIsPaintedOnAPictureMayBeTheMask) {
  Picture picture = test_picture(kSize);
  picture.alpha = Image(kSize, 1);
  for (int y = 0; y < kSize.height; ++y) {
    for (int x = 0; x < kSize.width; ++x) {
      picture.alpha->set(y, x, 0, y < 2 ? 0 : 255);
      if (!kHole.contains(y, x)) continue;
      for (int c = 0; c < 3; ++c) picture.image.set(y, x, c, c == 0 ? 255 : 0);
    }
  }
  save(picture, in("painted.png"));
  const Ran ran = fill({"@painted.png", "--mask-colour", "#ff0000", "-o", "@out.png"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  const Picture result = read_picture(in("out.png"));
  expect_filled_outside_unchanged(result.image, picture.image);
  EXPECT_EQ(result.alpha, picture.alpha);
}

}  // namespace
}  // namespace kintsugi::apps
