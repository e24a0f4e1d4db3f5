#include <gmock/gmock.h>

#include "apps/pictures.h"
#include "apps/run_program.h"
#include "kintsugi/base/random.h"

namespace kintsugi::apps {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr Size kSize{48, 64};
constexpr Box kHole{16, 24, 28, 40};

/// With noise, as cameras make it: without it files without loss are small, too.
Picture noisy_picture() {
  Picture picture = test_picture(kSize);
  Random random(1);
  for (int y = 0; y < kSize.height; ++y) {
    for (int x = 0; x < kSize.width; ++x) {
      for (int c = 0; c < 3; ++c) {
        picture.image.set(y, x, c, picture.image.at(y, x, c) + random.integer(0, 16));
      }
    }
  }
  return picture;
}

/// A folder with a mask; `fill` fills picture `from` of it into `to`.
class FillFormatsTest : public testing::Test {
 protected:
  FillFormatsTest() { save(test_mask(kSize, kHole), folder_ / "mask.png"); }

  Ran fill(const std::string& from, const std::string& to, bool is_lossy) const {
    std::vector<std::string> arguments = {
        "fill", folder_ / from, folder_ / "mask.png", "-o", folder_ / to, "--method", "telea"};
    if (is_lossy) arguments.push_back("--lossy");
    const Ran ran = run_kintsugi(arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return ran;
  }

  Picture picture(const std::string& name) const { return read_picture(folder_ / name); }

  /// In how many known pixels the two differ.
  int num_changed(const std::string& from, const std::string& to) const {
    const Picture before = picture(from), after = picture(to);
    int count = 0;
    for (int y = 0; y < kSize.height; ++y) {
      for (int x = 0; x < kSize.width; ++x) {
        const bool is_hole =
            y >= kHole.top && y < kHole.bottom && x >= kHole.left && x < kHole.right;
        if (is_hole) continue;
        bool is_same = true;
        for (int c = 0; c < 3; ++c) {
          is_same = is_same && before.image.at(y, x, c) == after.image.at(y, x, c);
        }
        count += !is_same;
      }
    }
    return count;
  }

  /// A WebP with loss, as phones and web sites make them.
  void save_lossy_webp(const std::string& name) const {
    Picture lossy = noisy_picture();
    lossy.format = PictureFormat::kWebp;
    lossy.wants_loss = true;
    write_picture(folder_ / name, lossy);
  }

  TemporaryFolder folder_;
};

TEST_F(FillFormatsTest, WebpWithLossIsWrittenWithoutLossAndSaysThatItGrows) {
  save_lossy_webp("photo.webp");
  ASSERT_FALSE(picture("photo.webp").is_lossless);
  const Ran ran = fill("photo.webp", "out.webp", false);
  EXPECT_THAT(ran.err, HasSubstr("the WebP is written without loss, so that known pixels stay"));
  EXPECT_TRUE(picture("out.webp").is_lossless);
  EXPECT_EQ(num_changed("photo.webp", "out.webp"), 0);
}

TEST_F(FillFormatsTest, WebpWithoutLossStaysSoWithoutAWord) {
  save(test_picture(kSize), folder_ / "art.webp");
  EXPECT_THAT(fill("art.webp", "out.webp", false).err, Not(HasSubstr("loss")));
  EXPECT_EQ(num_changed("art.webp", "out.webp"), 0);
}

TEST_F(FillFormatsTest, LossyMakesSmallerWebps) {
  save_lossy_webp("photo.webp");
  save(noisy_picture(), folder_ / "picture.png");
  for (const std::string from : {"photo.webp", "picture.png"}) {
    fill(from, "plain.webp", false);
    fill(from, "small.webp", true);
    EXPECT_TRUE(picture("plain.webp").is_lossless);
    EXPECT_FALSE(picture("small.webp").is_lossless);
    EXPECT_LT(text_of(folder_ / "small.webp").size(), text_of(folder_ / "plain.webp").size());
    EXPECT_GT(num_changed(from, "small.webp"), 0);
  }
}

TEST_F(FillFormatsTest, LossyChangesNothingInOtherFormatsAndSaysSo) {
  save(test_picture(kSize), folder_ / "picture.png");
  for (const auto& [extension, name] : {std::pair<std::string, std::string>{"png", "PNG"},
                                        {"jpg", "JPEG"},
                                        {"tif", "TIFF"},
                                        {"bmp", "BMP"}}) {
    fill("picture.png", "plain." + extension, false);
    const Ran ran = fill("picture.png", "lossy." + extension, true);
    EXPECT_THAT(ran.err,
                HasSubstr("--lossy is for WebP alone: " + name + " is written as without it"));
    EXPECT_EQ(text_of(folder_ / ("lossy." + extension)), text_of(folder_ / ("plain." + extension)));
  }
}

TEST_F(FillFormatsTest, LossyIsExplainedInTheHelp) {
  EXPECT_THAT(run_kintsugi({"fill", "--help"}).out,
              AllOf(HasSubstr("--lossy"), HasSubstr("known pixels change")));
}

}  // namespace
}  // namespace kintsugi::apps
