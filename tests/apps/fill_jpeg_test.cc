#include <gmock/gmock.h>

#include <algorithm>

#include "apps/pictures.h"
#include "apps/run_program.h"
#include "picture/sample_trailers.h"

namespace kintsugi::apps {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

using Bytes = std::vector<uint8_t>;

constexpr Size kSize{128, 192};

// What the program makes of JPEG files that are not plain.
class FillJpegTest : public testing::Test {
 protected:
  FillJpegTest() { save(test_mask(kSize, {40, 40, 60, 70}), folder_ / "mask.png"); }

  Ran fill(const Bytes& jpeg, const std::string& output = "out.jpg") const {
    std::ofstream(folder_ / "picture.jpg", std::ios::binary)
        .write(reinterpret_cast<const char*>(jpeg.data()), std::streamsize(jpeg.size()));
    return run_kintsugi({"fill", folder_ / "picture.jpg", folder_ / "mask.png", "-o",
                         folder_ / output, "--method", "telea"});
  }

  Bytes result() const {
    const std::string text = text_of(folder_ / "out.jpg");
    return {text.begin(), text.end()};
  }

  /// Expects that the file is filled without complaint, and every block beyond row 60 is the same.
  void expect_exact(const Bytes& jpeg) const {
    const Ran ran = fill(jpeg);
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_THAT(ran.err, Not(AnyOf(HasSubstr("anew"), HasSubstr("broken"))));
    const JpegContent before = read_jpeg(jpeg), after = read_jpeg(result());
    ASSERT_EQ(after.components.size(), before.components.size());
    for (size_t i = 0; i < before.components.size(); ++i) {
      const auto &old = before.components[i].blocks, &fresh = after.components[i].blocks;
      ASSERT_EQ(fresh.size(), old.size());
      EXPECT_NE(fresh, old);
      EXPECT_TRUE(
          std::equal(fresh.begin() + fresh.size() / 2, fresh.end(), old.begin() + old.size() / 2));
    }
  }

  TemporaryFolder folder_;
};

TEST_F(FillJpegTest, ArithmeticAndProgressiveCodesAndInksKeepWhatIsNotTouched) {
  for (const bool is_arithmetic : {false, true}) {
    for (const bool is_progressive : {false, true}) {
      expect_exact(make_jpeg(noise_image(kSize, 3),
                             {.is_progressive = is_progressive, .is_arithmetic = is_arithmetic}));
    }
  }
  expect_exact(make_jpeg(noise_image(kSize, 4), {}));
  expect_exact(make_jpeg(noise_image(kSize, 4), {.is_ycck = true}));
}

TEST_F(FillJpegTest, TheVideoOfAMotionPhotoIsKept) {
  const PhoneFile phone = make_phone_file(smooth_image(kSize, 3), smooth_image({32, 48}, 1));
  const Ran ran = fill(phone.bytes);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("behind the picture lies a video"));
  EXPECT_THAT(text_of(folder_ / "out.jpg"),
              EndsWith(std::string(phone.video.begin(), phone.video.end())));
}

TEST_F(FillJpegTest, AnotherFormatSaysThatTheVideoAndHdrAreLost) {
  const PhoneFile phone = make_phone_file(smooth_image(kSize, 3), smooth_image({32, 48}, 1));
  const Ran ran = fill(phone.bytes, "out.png");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, AllOf(HasSubstr("(a video) are left out"), HasSubstr("HDR is lost")));
}

TEST_F(FillJpegTest, WhatIsLeftOfADamagedFileIsFilledWithAWarning) {
  Bytes jpeg = make_jpeg(smooth_image(kSize, 3), {});
  jpeg.resize(jpeg.size() - jpeg.size() / 5);
  const Ran ran = fill(jpeg);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("this JPEG is damaged: the file ends early: what is below row"));
  EXPECT_EQ(decode_picture(result(), "it").image.size(), kSize);
}

TEST_F(FillJpegTest, TwelveBitsAreNamed) {
  Bytes jpeg = make_jpeg(smooth_image(kSize, 3), {});
  const Bytes frame_marker = {0xFF, 0xC0};
  *(std::search(jpeg.begin(), jpeg.end(), frame_marker.begin(), frame_marker.end()) + 4) = 12;
  const Ran ran = fill(jpeg);
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("this JPEG has 12 bits a channel, expected 8"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out.jpg"));
}

}  // namespace
}  // namespace kintsugi::apps
