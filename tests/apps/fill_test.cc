#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "apps/pictures.h"
#include "apps/run_program.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Size kSize{48, 64};
constexpr Box kHole{16, 24, 28, 40};

// A folder with picture.png and mask.png; `fill` runs the program on what it is given.
class FillTest : public testing::Test {
 protected:
  FillTest() {
    save(test_picture(kSize), folder_ / "picture.png");
    save(test_mask(kSize, kHole), folder_ / "mask.png");
  }

  std::string in(const std::string& name) const { return folder_ / name; }

  // `kintsugi fill` with the fast method; arguments that name a file of the folder start with '@'.
  Ran fill(std::vector<std::string> arguments) const {
    for (std::string& argument : arguments) {
      if (argument.starts_with('@')) argument = folder_ / argument.substr(1);
    }
    arguments.insert(arguments.begin(), "fill");
    if (!std::count(arguments.begin(), arguments.end(), "--method")) {
      arguments.insert(arguments.end(), {"--method", "telea"});
    }
    return run_kintsugi(arguments);
  }

  std::vector<std::string> names_in(const std::string& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(in(folder))) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  TemporaryFolder folder_;
};

std::vector<nlohmann::json> json_lines(const std::string& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

void expect_filled_outside_unchanged(const Image& result, const Image& picture) {
  ASSERT_EQ(result.size(), picture.size());
  ASSERT_EQ(result.bits(), picture.bits());
  int num_changed = 0;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x)
      for (int c = 0; c < picture.channels(); ++c) {
        const bool is_equal = result.at(y, x, c) == picture.at(y, x, c);
        num_changed += !is_equal;
        ASSERT_TRUE(is_equal || kHole.contains(y, x)) << y << " " << x;
      }
  EXPECT_GT(num_changed, 0);
}

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

TEST_F(FillTest, ALinkStaysOneAndIsWrittenWhereItPoints) {
  fs::create_directory(in("far"));
  fs::create_symlink("far/out.png", in("link.png"));
  ASSERT_EQ(fill({"@picture.png", "@mask.png", "-o", "@link.png"}).exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(in("link.png")));
  expect_filled_outside_unchanged(read_picture(in("far/out.png")).image, test_picture(kSize).image);
}

TEST_F(FillTest, AnOutputThatIsTheInputByAnotherNameIsSafe) {
  fs::create_symlink("picture.png", in("link.png"));
  fs::create_hard_link(in("picture.png"), in("twin.png"));
  ASSERT_EQ(fill({"@picture.png", "@mask.png", "-o", "@twin.png"}).exit_code, 0);
  EXPECT_EQ(read_picture(in("picture.png")).image, test_picture(kSize).image);
  ASSERT_EQ(fill({"@picture.png", "@mask.png", "-o", "@link.png"}).exit_code, 0);
  EXPECT_EQ(text_of(in("picture.png")), text_of(in("twin.png")));
  fs::create_symlink("mask.png", in("to_mask.png"));
  const Ran ran = fill({"@picture.png", "@mask.png", "-o", "@to_mask.png"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("would overwrite the mask"));
}

TEST_F(FillTest, LinksInACircleAreAnError) {
  fs::create_symlink("b.png", in("a.png"));
  fs::create_symlink("a.png", in("b.png"));
  const Ran ran = fill({"@picture.png", "@mask.png", "-o", "@a.png"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("its links go in a circle"));
}

TEST_F(FillTest, PaintsAMaskAndSavesIt) {
  const Ran ran = fill({"@picture.png", "--mask-kind", "centre", "-o", "@out.png", "--save-mask",
                        "@used.png", "--seed", "3"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  ASSERT_EQ(fill({"@picture.png", "@used.png", "-o", "@again.png"}).exit_code, 0);
  EXPECT_EQ(text_of(in("out.png")), text_of(in("again.png")));
}

TEST_F(FillTest, ThePictureItselfMayBeReplaced) {
  ASSERT_EQ(fill({"@picture.png", "@mask.png", "-o", "@picture.png"}).exit_code, 0);
  expect_filled_outside_unchanged(read_picture(in("picture.png")).image, test_picture(kSize).image);
  EXPECT_THAT(names_in(""), ElementsAre("mask.png", "picture.png"));
}

TEST_F(FillTest, NamesMayHoldAnyLetters) {
  save(test_picture(kSize), in("größe 大/бер 'ег.png"));
  const Ran ran = fill({"@größe 大/бер 'ег.png", "@mask.png", "-o", "@größe 大/✓.png", "--json"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(json_lines(ran.out)[0]["output"], in("größe 大/✓.png"));
  EXPECT_TRUE(fs::exists(in("größe 大/✓.png")));
}

TEST_F(FillTest, ErrorsOfFilesNameThem) {
  std::ofstream(in("text.png")) << "no picture at all";
  std::ofstream(in("cut.png")) << text_of(in("picture.png")).substr(0, 500);
  fs::create_directory(in("dir.png"));
  for (const auto& [picture, output, expected] :
       {std::tuple{"@none.png", "@out.png", "there is no file or folder"},
        {"@text.png", "@out.png", "text.png"},
        {"@cut.png", "@out.png", "cut.png"},
        {"@dir.png", "@out", "found no picture in"},
        {"@picture.png", "@no/out.png", "there is no folder"},
        {"@picture.png", "@out.gif", "found the extension .gif, expected .png"},
        {"@picture.png", "/dev/null", "is not a regular file"}}) {
    const Ran ran = fill({picture, "@mask.png", "-o", output});
    EXPECT_EQ(ran.exit_code, 1) << picture << " " << output;
    EXPECT_THAT(ran.err, HasSubstr(expected));
    EXPECT_EQ(ran.out, "");
  }
  EXPECT_THAT(names_in(""),
              ElementsAre("cut.png", "dir.png", "mask.png", "picture.png", "text.png"));
}

TEST_F(FillTest, LargePicturesAreRefusedBeforeDecoding) {
  const Ran ran = fill({"@picture.png", "@mask.png", "-o", "@out.png", "--max-pixels", "3071"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("3071"));
}

TEST_F(FillTest, NumbersAreChecked) {
  for (const auto& [option, value, expected] :
       {std::tuple{"--dilate", "-1", "--dilate is -1, expected 0 or more"},
        {"--dilate", "2.5", "--dilate cannot be '2.5', expected a whole number"},
        {"--feather", "-1", "--feather is -1, expected 0 or more"},
        {"--radius", "nan", "--radius cannot be 'nan', expected a number"},
        {"--radius", "-3", "the radius is -3"},
        {"--jobs", "-2", "--jobs is -2, expected 0 or more"},
        {"--threads", "many", "--threads cannot be 'many', expected a whole number"},
        {"--max-pixels", "0", "--max-pixels is 0, expected 1 or more"},
        {"--seed", "-1", "--seed cannot be '-1', expected a whole number of 0 or more"},
        {"--mask-polarity", "grey", "expected auto, white, black, alpha or opaque"},
        {"--patch-size", "5", "--patch-size is an option of auto and patchmatch, not of telea"},
        {"--method", "magic",
         "there is no method 'magic', expected one of auto, patchmatch, telea, ns"}}) {
    const Ran ran = fill({"@picture.png", "@mask.png", "-o", "@out.png", option, value});
    EXPECT_EQ(ran.exit_code, 1) << option << " " << value;
    EXPECT_THAT(ran.err, HasSubstr(expected));
  }
  EXPECT_FALSE(fs::exists(in("out.png")));
}

TEST_F(FillTest, HelpHasExamplesAndEveryOption) {
  const Ran ran = run_kintsugi({"fill", "--help"});
  EXPECT_EQ(ran.exit_code, 0);
  for (const std::string word :
       {"Examples:",       "--output",     "--method",      "patchmatch:",      "--mask-polarity",
        "--dilate",        "--feather",    "--resize-mask", "--mask-threshold", "--mask-label",
        "--mask-colour",   "--fill-alpha", "--max-pixels",  "--jobs",           "--threads",
        "--skip-existing", "--json",       "--mask-kind",   "--save-mask",      "--patch-size",
        "--radius"}) {
    EXPECT_THAT(ran.out, HasSubstr(word));
  }
}

TEST_F(FillTest, TheFormatIsWhatTheBytesAre) {
  fs::copy(in("picture.png"), in("photo.jpg"));
  fs::create_directory(in("out"));
  const Ran ran = fill({"@photo.jpg", "@mask.png", "-o", "@out/photo.jpg"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("its bytes are PNG, its name says JPEG"));
  const Picture result = read_picture(in("out/photo.jpg"));
  EXPECT_EQ(result.format, PictureFormat::kPng);
  Image expected = read_picture(in("picture.png")).image;
  expected.paste(result.image.crop(kHole), kHole.top, kHole.left);
  EXPECT_EQ(result.image, expected);
  // A name of another kind is a wish.
  EXPECT_EQ(fill({"@photo.jpg", "@mask.png", "-o", "@out/photo.webp"}).exit_code, 0);
  EXPECT_EQ(read_picture(in("out/photo.webp")).format, PictureFormat::kWebp);
}

TEST_F(FillTest, LossyFormatsSayHowManyKnownPixelsChangedAndByHowMuch) {
  const Ran ran = fill({"@picture.png", "@mask.png", "-o", "@out.jpg"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, testing::ContainsRegex("written as JPEG, [0-9]+ of [0-9]+ known pixels "
                                              "differ from the input, by up to [0-9]+ of 255"));
  EXPECT_THAT(fill({"@picture.png", "@mask.png", "-o", "@out.png"}).err, IsEmpty());
}

TEST_F(FillTest, MasksAreSavedWhereTheyStayExact) {
  EXPECT_THAT(fill({"@picture.png", "@mask.png", "-o", "@out.png", "--save-mask", "@m.jpg"}).err,
              HasSubstr("expected a name that ends in .png"));
  EXPECT_FALSE(fs::exists(in("m.jpg")));
}

}  // namespace
}  // namespace kintsugi::apps
