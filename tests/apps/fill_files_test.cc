#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "apps/fill_fixture.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<nlohmann::json> json_lines(const std::string& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

using FillFilesTest = FillTest;

TEST_F(FillFilesTest, ALinkStaysOneAndIsWrittenWhereItPoints) {
  fs::create_directory(in("far"));
  fs::create_symlink("far/out.png", in("link.png"));
  ASSERT_EQ(fill({"@picture.png", "@mask.png", "-o", "@link.png"}).exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(in("link.png")));
  expect_filled_outside_unchanged(read_picture(in("far/out.png")).image, test_picture(kSize).image);
}

TEST_F(FillFilesTest, AnOutputThatIsTheInputByAnotherNameIsSafe) {
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

TEST_F(FillFilesTest, LinksInACircleAreAnError) {
  fs::create_symlink("b.png", in("a.png"));
  fs::create_symlink("a.png", in("b.png"));
  const Ran ran = fill({"@picture.png", "@mask.png", "-o", "@a.png"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("its links go in a circle"));
}

TEST_F(FillFilesTest, PaintsAMaskAndSavesIt) {
  const Ran ran = fill({"@picture.png", "--mask-kind", "centre", "-o", "@out.png", "--save-mask",
                        "@used.png", "--seed", "3"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  ASSERT_EQ(fill({"@picture.png", "@used.png", "-o", "@again.png"}).exit_code, 0);
  EXPECT_EQ(text_of(in("out.png")), text_of(in("again.png")));
}

TEST_F(FillFilesTest, ThePictureItselfMayBeReplaced) {
  ASSERT_EQ(fill({"@picture.png", "@mask.png", "-o", "@picture.png"}).exit_code, 0);
  expect_filled_outside_unchanged(read_picture(in("picture.png")).image, test_picture(kSize).image);
  EXPECT_THAT(names_in(""), ElementsAre("mask.png", "picture.png"));
}

TEST_F(FillFilesTest, NamesMayHoldAnyLetters) {
  save(test_picture(kSize), in("größe 大/бер 'ег.png"));
  const Ran ran = fill({"@größe 大/бер 'ег.png", "@mask.png", "-o", "@größe 大/✓.png", "--json"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(json_lines(ran.out)[0]["output"], in("größe 大/✓.png"));
  EXPECT_TRUE(fs::exists(in("größe 大/✓.png")));
}

TEST_F(FillFilesTest, ErrorsOfFilesNameThem) {
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

TEST_F(FillFilesTest, LargePicturesAreRefusedBeforeDecoding) {
  const Ran ran = fill({"@picture.png", "@mask.png", "-o", "@out.png", "--max-pixels", "3071"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("3071"));
}

TEST_F(FillFilesTest, NumbersAreChecked) {
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

TEST_F(FillFilesTest, HelpHasExamplesAndEveryOption) {
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

TEST_F(FillFilesTest, TheFormatIsWhatTheBytesAre) {
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

TEST_F(FillFilesTest, LossyFormatsSayHowManyKnownPixelsChangedAndByHowMuch) {
  const Ran ran = fill({"@picture.png", "@mask.png", "-o", "@out.jpg"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, testing::ContainsRegex("written as JPEG, [0-9]+ of [0-9]+ known pixels "
                                              "differ from the input, by up to [0-9]+ of 255"));
  EXPECT_THAT(fill({"@picture.png", "@mask.png", "-o", "@out.png"}).err, IsEmpty());
}

TEST_F(FillFilesTest, MasksAreSavedWhereTheyStayExact) {
  EXPECT_THAT(fill({"@picture.png", "@mask.png", "-o", "@out.png", "--save-mask", "@m.jpg"}).err,
              HasSubstr("expected a name that ends in .png"));
  EXPECT_FALSE(fs::exists(in("m.jpg")));
}

}  // namespace
}  // namespace kintsugi::apps
