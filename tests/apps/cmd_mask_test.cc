#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "apps/run_program.h"
#include "kintsugi/paint/painter.h"
#include "kintsugi/picture.h"

namespace kintsugi::apps {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(MaskCommandTest, WritesNumberedMasksAndAJsonLineForEach) {
  const TemporaryFolder folder;
  const Ran ran =
      run_kintsugi({"mask", "--kind", "strokes", "--size", "64x48", "--ratio", "0.1..0.2",
                    "--count", "3", "--seed", "1", "--json", "-o", folder / "masks"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  std::istringstream lines(ran.out);
  int index = 0;
  for (std::string text; std::getline(lines, text); ++index) {
    const auto line = nlohmann::json::parse(text);
    const std::string file = folder / ("masks/strokes_00" + std::to_string(index) + ".png");
    EXPECT_EQ(line["file"], file);
    EXPECT_EQ(line["kind"], "strokes");
    EXPECT_EQ(line["seed"], 1);
    EXPECT_EQ(line["index"], index);
    const Picture picture = read_picture(file);
    EXPECT_EQ(picture.image.size(), (Size{48, 64}));
    EXPECT_EQ(picture.image.channels(), 1);
    EXPECT_EQ(picture.image.bits(), 8);
    Random random(1, index);
    const Mask mask =
        make_painter({HoleKind::kStrokes, {{"ratio", "0.1..0.2"}}})->paint({48, 64}, random);
    EXPECT_DOUBLE_EQ(line["ratio"], mask.ratio());
    for (int y = 0; y < 48; ++y)
      for (int x = 0; x < 64; ++x) {
        ASSERT_EQ(picture.image.at(y, x, 0), mask.at(y, x) ? 255 : 0);
      }
  }
  EXPECT_EQ(index, 3);
}

TEST(MaskCommandTest, WritesOneMaskToTheFileThatIsNamed) {
  const TemporaryFolder folder;
  const std::string file = folder / "centre.png";
  const Ran ran = run_kintsugi({"mask", "--kind", "centre", "--set", "side=10px", "-o", file});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, file + "  ratio 0.0015\n");  // 100 / 256^2
  EXPECT_EQ(read_picture(file).image.size(), (Size{256, 256}));
}

TEST(MaskCommandTest, TakesTheSizeOfAPicture) {
  const TemporaryFolder folder;
  const std::string like = folder / "like.png";
  Picture picture;
  picture.image = Image({30, 50}, 3);
  write_picture(like, picture);
  const Ran ran = run_kintsugi({"mask", "--kind", "text", "--like", like, "-o", folder / "m.png"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(read_picture(folder / "m.png").image.size(), (Size{30, 50}));
}

TEST(MaskCommandTest, ListsEveryKindAndOptionInItsHelp) {
  const Ran ran = run_kintsugi({"mask", "--help"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("WIDTHxHEIGHT"));
  for (const PainterKind& kind : painter_kinds()) {
    EXPECT_THAT(ran.out, HasSubstr(kind.name + ": " + kind.help));
    for (const PainterOption& option : kind.options) {
      EXPECT_THAT(ran.out, HasSubstr("    " + option.name + " ")) << kind.name;
    }
  }
}

TEST(MaskCommandTest, SaysInOneSentenceWhatIsWrong) {
  const TemporaryFolder folder;
  const struct {
    std::vector<std::string> arguments;
    std::string message;
  } cases[] = {
      {{"--kind", "blot"}, "there is no painter 'blot', expected one of: centre, "},
      {{"--kind", "strokes", "--size", "512"}, "found --size 512, expected WIDTHxHEIGHT"},
      {{"--kind", "strokes", "--size", "0x5"}, "found --size 0x5, expected WIDTHxHEIGHT"},
      {{"--kind", "strokes", "--size", "99999x99999"}, "expected at most 200000000"},
      {{"--kind", "strokes", "--count", "0"}, "found --count 0, expected 1 or more"},
      {{"--kind", "strokes", "--set", "width"}, "found --set width, expected name=value"},
      {{"--kind", "centre", "--ratio", "0.1..0.2"}, "the painter centre has no option 'ratio'"},
      {{"--kind", "region"}, "the painter region needs an option bank"},
      {{"--kind", "region", "--set", "bank=nowhere"}, "\"nowhere\""},
      {{"--kind", "strokes", "--like", "nowhere.png"}, "\"nowhere.png\""},
  };
  for (const auto& [arguments, message] : cases) {
    std::vector<std::string> all = {"mask", "-o", folder / "out"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Ran ran = run_kintsugi(all);
    EXPECT_EQ(ran.exit_code, 1) << message;
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, StartsWith("kintsugi: "));
    EXPECT_THAT(ran.err, HasSubstr(message));
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  }
}

TEST(MaskCommandTest, KeepsManyMasksOutOfOneFileAndToPng) {
  const TemporaryFolder folder;
  const Ran many = run_kintsugi({"mask", "--kind", "text", "--count", "2", "-o", folder / "m.png"});
  EXPECT_EQ(many.exit_code, 1);
  EXPECT_THAT(many.err, HasSubstr("cannot write 2 masks to the one file"));
  const Ran jpeg = run_kintsugi({"mask", "--kind", "text", "-o", folder / "m.jpg"});
  EXPECT_EQ(jpeg.exit_code, 1);
  EXPECT_THAT(jpeg.err, HasSubstr("masks are written as PNG"));
}

}  // namespace
}  // namespace kintsugi::apps
