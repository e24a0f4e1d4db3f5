#include <gmock/gmock.h>

#include "apps/pictures.h"
#include "apps/run_program.h"
#include "kintsugi/error.h"

namespace kintsugi::apps {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr Size kSize{48, 64};
constexpr Box kHole{16, 24, 28, 40};

/// HEIC, AVIF and JPEG XL, by their extensions.
class FillPhoneFormatsTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    Picture picture = test_picture(kSize);
    picture.metadata.xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>";
    try {
      save(picture, path_);
    } catch (const Error& error) {
      GTEST_SKIP() << error.what();
    }
    save(test_mask(kSize, kHole), folder_ / "mask.png");
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_ / (std::string("photo.") + GetParam());
};

INSTANTIATE_TEST_SUITE_P(, FillPhoneFormatsTest, testing::Values("heic", "avif", "jxl"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(FillPhoneFormatsTest, TheHoleIsFilledAndEveryKnownPixelStays) {
  const std::string output = folder_ / (std::string("filled.") + GetParam());
  const Ran ran =
      run_kintsugi({"fill", path_, folder_ / "mask.png", "-o", output, "--method", "telea"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, Not(HasSubstr("warning")));
  const Picture before = read_picture(path_), after = read_picture(output);
  EXPECT_EQ(after.format, before.format);
  EXPECT_EQ(after.metadata.xmp, before.metadata.xmp);
  int num_changed = 0;
  for (int y = 0; y < kSize.height; ++y)
    for (int x = 0; x < kSize.width; ++x)
      for (int c = 0; c < 3; ++c) {
        const bool is_equal = after.image.at(y, x, c) == before.image.at(y, x, c);
        ASSERT_TRUE(is_equal || kHole.contains(y, x)) << y << " " << x;
        num_changed += !is_equal;
      }
  EXPECT_GT(num_changed, 0);
}

TEST_P(FillPhoneFormatsTest, AFileCutShortIsAnErrorOfOneLineAndWritesNothing) {
  std::string bytes = text_of(path_);
  std::ofstream(path_, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), std::streamsize(bytes.size() / 2));
  const std::string output = folder_ / (std::string("filled.") + GetParam());
  const Ran ran = run_kintsugi({"fill", path_, folder_ / "mask.png", "-o", output});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("broken "));
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  EXPECT_FALSE(std::filesystem::exists(output));
}

TEST_P(FillPhoneFormatsTest, TheyMayBeMasks) {
  const std::string mask = folder_ / (std::string("mask.") + GetParam());
  save(test_mask(kSize, kHole), mask);
  const std::string output = folder_ / "filled.png";
  const Ran ran = run_kintsugi({"fill", path_, mask, "-o", output, "--method", "telea"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
}

}  // namespace
}  // namespace kintsugi::apps
