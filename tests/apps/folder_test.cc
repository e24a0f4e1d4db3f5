#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <thread>

#include "apps/pictures.h"
#include "apps/run_program.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr Size kSize{48, 64};

class FolderTest : public testing::Test {
 protected:
  FolderTest() { save(test_mask(kSize, {16, 24, 28, 40}), in("mask.png")); }

  std::string in(const std::string& name) const { return folder_ / name; }

  void make_pictures(int count) const {
    for (int i = 0; i < count; ++i) {
      save(test_picture(kSize, i),
           in("photos/" + std::string(1, static_cast<char>('a' + i)) + ".png"));
    }
  }

  Ran fill(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "fill");
    arguments.insert(arguments.end(), {"--method", "telea"});
    return run_kintsugi(arguments);
  }

  std::set<std::string> names_in(const std::string& folder) const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(in(folder))) {
      names.insert(entry.path().filename());
    }
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

TEST_F(FolderTest, EveryStyleOfPairingFillsItsPictures) {
  make_pictures(2);
  const Picture mask = test_mask(kSize, {16, 24, 28, 40});
  save(mask, in("masks/a.png"));
  save(mask, in("masks/b.bmp"));
  save(test_picture(kSize), in("beside/rose.jpg"));
  save(mask, in("beside/rose_mask001.png"));
  save(mask, in("beside/rose_mask002.png"));
  std::ofstream(in("list.txt")) << "photos/a.png masks/a.png \"from list/x y.png\"\n";

  EXPECT_EQ(fill({in("photos"), in("masks"), "-o", in("stems")}).exit_code, 0);
  EXPECT_THAT(names_in("stems"), ElementsAre("a.png", "b.png"));
  EXPECT_EQ(fill({in("photos"), in("mask.png"), "-o", in("one/mask/")}).exit_code, 0);
  EXPECT_THAT(names_in("one/mask"), ElementsAre("a.png", "b.png"));
  EXPECT_EQ(fill({in("beside"), "-o", in("roses")}).exit_code, 0);
  EXPECT_THAT(names_in("roses"), ElementsAre("rose_mask001.jpg", "rose_mask002.jpg"));
  EXPECT_EQ(fill({in("list.txt")}).exit_code, 0);
  EXPECT_THAT(names_in("from list"), ElementsAre("x y.png"));
}

TEST_F(FolderTest, FoldersThatArePassedOverAreNamedWithTheFlagThatTakesThem) {
  make_pictures(1);
  save(test_picture(kSize), in("photos/inner/b.png"));
  const Ran ran = fill({in("photos"), in("mask.png"), "-o", in("out")});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("inner (--recursive fills them too)"));
}

TEST_F(FolderTest, MasksOfAListMayMarkTheHoleByTransparency) {
  make_pictures(1);
  Picture mask = test_mask(kSize, {});
  mask.alpha = Image(kSize, 1);
  for (int y = 0; y < kSize.height; ++y)
    for (int x = 0; x < kSize.width; ++x) mask.alpha->set(y, x, 0, y > 20 && y < 30 ? 0 : 255);
  save(mask, in("clear.png"));
  std::ofstream(in("list.txt")) << "photos/a.png clear.png out.png\n";
  const Ran ran = fill({in("list.txt"), "--mask-polarity", "alpha", "--json"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_DOUBLE_EQ(json_lines(ran.out)[0]["hole_ratio"], 9 / 48.);
}

TEST_F(FolderTest, AFileThatFailsIsReportedAndTheOthersAreDone) {
  make_pictures(4);
  std::ofstream(in("photos/b.png")) << "no picture";
  save(test_picture({10, 10}), in("photos/c.png"));  // not of the mask's size
  const Ran ran = fill({in("photos"), in("mask.png"), "-o", in("out"), "--jobs", "3"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(names_in("out"), ElementsAre("a.png", "d.png"));
  EXPECT_THAT(ran.err, AllOf(HasSubstr("b.png"), HasSubstr("c.png"), HasSubstr("--resize-mask"),
                             HasSubstr("2 done, 0 skipped, 2 failed")));
}

TEST_F(FolderTest, JsonIsOneResultALine) {
  make_pictures(3);
  std::ofstream(in("photos/b.png")) << "no picture";
  const Ran ran = fill({in("photos"), in("mask.png"), "-o", in("out"), "--json"});
  EXPECT_EQ(ran.exit_code, 1);
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 3u);
  for (const auto& line : lines) {
    const bool is_broken = line["input"] == in("photos/b.png");
    EXPECT_EQ(line["status"], is_broken ? "failed" : "filled");
    EXPECT_EQ(line["error"] == "", !is_broken);
    EXPECT_EQ(line["method"], "telea");
    EXPECT_EQ(line["mask"], in("mask.png"));
    if (is_broken) continue;
    EXPECT_EQ(line["height"], 48);
    EXPECT_EQ(line["width"], 64);
    EXPECT_DOUBLE_EQ(line["hole_ratio"], 12 * 16 / (48. * 64));
    EXPECT_EQ(line["total_ms"], line["load_ms"].get<double>() + line["fill_ms"].get<double>() +
                                    line["save_ms"].get<double>());
    EXPECT_TRUE(line["warnings"].is_array());
  }
}

TEST_F(FolderTest, ExistingOutputsMayBeSkipped) {
  make_pictures(2);
  fs::create_directory(in("out"));
  std::ofstream(in("out/a.png")) << "already here";
  const Ran ran =
      fill({in("photos"), in("mask.png"), "-o", in("out"), "--json", "--skip-existing"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  std::vector<std::string> statuses;
  for (const auto& line : json_lines(ran.out)) statuses.push_back(line["status"]);
  EXPECT_THAT(statuses, UnorderedElementsAre("skipped", "filled"));
  EXPECT_EQ(text_of(in("out/a.png")), "already here");
}

TEST_F(FolderTest, PicturesWithoutAMaskAreReported) {
  make_pictures(2);
  save(test_mask(kSize, {16, 24, 28, 40}), in("masks/a.png"));
  const Ran ran = fill({in("photos"), in("masks"), "-o", in("out")});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("b.png: has no mask in"), HasSubstr("1 done, 1 skipped")));
}

TEST_F(FolderTest, QuietSaysNothingWhenAllIsWell) {
  make_pictures(2);
  const Ran ran = fill({in("photos"), in("mask.png"), "-o", in("out"), "--quiet"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.out + ran.err, "");
}

TEST_F(FolderTest, EachPictureHasItsOwnPaintedMask) {
  make_pictures(2);
  const std::vector<std::string> arguments = {in("photos"), "--mask-kind", "strokes", "-o",
                                              in("out"),    "--save-mask", in("used")};
  ASSERT_EQ(fill(arguments).exit_code, 0);
  EXPECT_THAT(names_in("used"), ElementsAre("a.png", "b.png"));
  EXPECT_NE(text_of(in("used/a.png")), text_of(in("used/b.png")));
}

TEST_F(FolderTest, AFolderThatCannotBeMadeIsAnError) {
  make_pictures(1);
  const Ran ran = fill({in("photos"), in("mask.png"), "-o", in("mask.png/out")});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("mask.png/out"));
}

TEST_F(FolderTest, AnInterruptedRunLeavesNoHalfWrittenFile) {
  save(test_picture({700, 700}), in("picture.png"));
  save(test_mask({700, 700}, {300, 300, 310, 310}), in("large_mask.png"));
  std::ofstream list(in("list.txt"));
  for (int i = 0; i < 300; ++i) list << "picture.png large_mask.png out/" << i << ".png\n";
  list.close();
  fs::create_directory(in("out"));

  const pid_t child = fork();
  if (child == 0) {
    execl(KINTSUGI_PROGRAM, "kintsugi", "fill", in("list.txt").c_str(), "--method", "telea",
          "--quiet", nullptr);
    _exit(127);
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (names_in("out").size() < 3 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  ASSERT_EQ(kill(child, SIGINT), 0);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_LT(names_in("out").size(), 300u);
  for (const std::string& name : names_in("out")) {
    EXPECT_FALSE(name.starts_with('.')) << name;
    EXPECT_NO_THROW(read_picture(in("out/" + name)));
  }
}

}  // namespace
}  // namespace kintsugi::apps
