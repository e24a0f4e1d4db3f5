#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "apps/run_program.h"
#include "kintsugi/image/packed_pictures.h"
#include "kintsugi/picture.h"

namespace kintsugi::apps {
namespace {

using testing::HasSubstr;

TEST(PackCommandTest, WritesOneFileAndSaysWhatIsInIt) {
  const TemporaryFolder folder;
  Picture picture;
  picture.image = Image({8, 12}, 3);
  picture.image.set(0, 0, 0, 255);
  write_picture(folder / "a.png", picture);
  std::ofstream(folder / "b.png") << "no picture";
  const std::string file = folder / "out.safetensors";
  const Ran ran = run_kintsugi({"pack", folder.path(), "--size", "8", "--json", "-o", file});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const auto line = nlohmann::json::parse(ran.out);
  EXPECT_EQ(line["file"], file);
  EXPECT_EQ(line["pictures"], 1);
  EXPECT_EQ(line["skipped"], 1);
  EXPECT_EQ(line["size"], 8);
  EXPECT_EQ(line["crop"], "centre");
  EXPECT_EQ(line["mean_colour"].size(), 3u);
  EXPECT_THAT(ran.err, HasSubstr("b.png"));
  EXPECT_EQ(PackedPictures(file).name(0), "a.png");
}

TEST(PackCommandTest, NeedsASizeAndPictures) {
  const TemporaryFolder folder;
  const std::string file = folder / "out.safetensors";
  EXPECT_EQ(run_kintsugi({"pack", folder.path(), "-o", file}).exit_code, 1);
  const Ran ran = run_kintsugi({"pack", folder.path(), "--size", "8", "-o", file});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("there are no picture files in"));
}

}  // namespace
}  // namespace kintsugi::apps
