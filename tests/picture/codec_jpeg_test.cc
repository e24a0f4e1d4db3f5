#include <gmock/gmock.h>

#include "kintsugi/picture/jpeg_io.h"
#include "picture/sample_jpegs.h"
#include "picture/sample_metadata.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

void expect_near(const Image& a, const Image& b, int tolerance) {
  ASSERT_EQ(a.size(), b.size());
  ASSERT_EQ(a.channels(), b.channels());
  for (int y = 0; y < a.height(); ++y)
    for (int x = 0; x < a.width(); ++x)
      for (int c = 0; c < a.channels(); ++c) {
        ASSERT_NEAR(a.at(y, x, c), b.at(y, x, c), tolerance) << y << " " << x << " " << c;
      }
}

TEST(CodecJpegTest, KeepsSmoothPicturesNearlyAsTheyAre) {
  for (const int channels : {1, 3}) {
    const Picture picture{.image = smooth_image({37, 45}, channels),
                          .format = PictureFormat::kJpeg};
    const Picture result = decode_picture(encode(picture), "it");
    expect_near(result.image, picture.image, 6);
    EXPECT_EQ(result.format, PictureFormat::kJpeg);
    EXPECT_FALSE(result.is_lossless);
    EXPECT_TRUE(result.source);
  }
}

TEST(CodecJpegTest, WritesChromaAtFullSize) {
  const std::vector<uint8_t> bytes = encode(noise_picture(PictureFormat::kJpeg, 3));
  JpegErrors errors;
  JpegReader reader(errors, bytes);
  EXPECT_EQ(reader->max_h_samp_factor, 1);
  EXPECT_EQ(reader->max_v_samp_factor, 1);
}

TEST(CodecJpegTest, CmykIsShownAsItsInksWouldBe) {
  Image inks({16, 16}, 4);
  const int light[4] = {200, 100, 0, 128};
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 16; ++x)
      for (int c = 0; c < 4; ++c) inks.set(y, x, c, light[c]);
  const Picture adobe = decode_picture(make_jpeg(inks, {.quality = 100}), "it");
  EXPECT_EQ(adobe.image.channels(), 3);
  EXPECT_NEAR(adobe.image.at(5, 5, 0), 100, 5);  // 200 * 128 / 255
  EXPECT_NEAR(adobe.image.at(5, 5, 1), 50, 5);
  EXPECT_NEAR(adobe.image.at(5, 5, 2), 0, 5);
  const Picture plain =
      decode_picture(make_jpeg(inks, {.quality = 100, .has_adobe_marker = false}), "it");
  EXPECT_NEAR(plain.image.at(5, 5, 0), 27, 5);  // 55 * 127 / 255
  EXPECT_NEAR(plain.image.at(5, 5, 2), 127, 5);
}

TEST(CodecJpegTest, TheProfileOfCmykStaysWithCmyk) {
  const std::vector<uint8_t> icc = make_icc();
  const std::string block =
      std::string("ICC_PROFILE\0\1\1", 14) + std::string(icc.begin(), icc.end());
  Picture picture = decode_picture(
      make_jpeg(smooth_image({20, 20}, 4), {.markers = {{JPEG_APP0 + 2, block}}}), "it");
  Mask changed({20, 20});
  changed.row(3)[3] = 1;
  const JpegContent result = read_jpeg(encoded(picture, &changed, nullptr));
  EXPECT_EQ(result.markers[0].content.substr(0, 5), "Adobe");
  EXPECT_EQ(result.markers[1].content, block);

  picture.format = PictureFormat::kPng;
  std::vector<std::string> warnings;
  const Picture png = decode_picture(encoded(picture, &changed, &warnings), "it");
  EXPECT_TRUE(png.metadata.icc.empty());
  EXPECT_THAT(warnings, ElementsAre("CMYK is converted to RGB without a profile; the CMYK profile "
                                    "is left out"));
}

TEST(CodecJpegTest, FilesCutShortAreErrors) {
  constexpr size_t kEndMarker = 2;  // of a file without it all pixels are there
  expect_errors_when_cut(encode(noise_picture(PictureFormat::kJpeg, 3)), kEndMarker);
}

TEST(CodecJpegTest, AFileWithoutEndMarkerIsWhole) {
  for (const bool is_progressive : {false, true}) {
    for (const bool is_arithmetic : {false, true}) {
      auto jpeg = make_jpeg(smooth_image({40, 40}, 3), {.luma_factors = {2, 2},
                                                        .is_progressive = is_progressive,
                                                        .is_arithmetic = is_arithmetic});
      const Picture whole = decode_picture(jpeg, "it");
      EXPECT_THAT(whole.warnings, ElementsAre());
      jpeg.resize(jpeg.size() - 2);
      const Picture picture = decode_picture(jpeg, "it");
      EXPECT_EQ(picture.image, whole.image);
      EXPECT_THAT(picture.warnings,
                  ElementsAre("this JPEG has no end marker; its pixels are all there"));
    }
  }
}

TEST(CodecJpegTest, WhatIsLeftOfAFileCutShortIsReadWhereThatIsWanted) {
  auto jpeg = make_jpeg(smooth_image({160, 40}, 3), {.luma_factors = {2, 2}});
  const Picture whole = decode_picture(jpeg, "it");
  jpeg.resize(jpeg.size() / 4 * 3);
  EXPECT_THAT(decode_error(jpeg), HasSubstr("it: broken JPEG: the file ends early: what is below"));
  Picture picture = decode_picture(jpeg, "it", {.accepts_damage = true});
  EXPECT_EQ(picture.image.crop({0, 0, 60, 40}), whole.image.crop({0, 0, 60, 40}));
  EXPECT_THAT(picture.warnings, ElementsAre(HasSubstr("the file ends early: what is below row ")));
  Mask changed({160, 40});
  changed.row(3)[3] = 1;
  std::vector<std::string> warnings;
  const Picture result = decode_picture(encoded(picture, &changed, &warnings), "it");
  EXPECT_EQ(warnings, picture.warnings);
  EXPECT_EQ(result.image.crop({20, 0, 160, 40}), picture.image.crop({20, 0, 160, 40}));
}

TEST(CodecJpegTest, NoFileCutShortIsReadWithoutAWord) {
  for (const JpegOptions& options :
       {JpegOptions{.luma_factors = {2, 2}}, JpegOptions{.is_progressive = true},
        JpegOptions{.is_arithmetic = true},
        JpegOptions{.is_progressive = true, .is_arithmetic = true}}) {
    const auto jpeg = make_jpeg(smooth_image({60, 25}, 3), options);
    for (size_t size = 1; size < jpeg.size(); ++size) {
      try {
        const Picture picture =
            decode_picture({jpeg.begin(), jpeg.begin() + size}, "it", {.accepts_damage = true});
        EXPECT_FALSE(picture.warnings.empty()) << size;
      } catch (const Error&) {
      }
    }
  }
}

TEST(CodecJpegTest, DamagedFilesAreErrorsOrReadWithAWarning) {
  std::vector<uint8_t> bytes = make_jpeg(smooth_image({100, 100}, 3), {});
  bytes[bytes.size() / 4 * 3] = 0xFF;  // a marker amid the codes
  bytes[bytes.size() / 4 * 3 + 1] = 0xD9;
  EXPECT_THAT(decode_error(bytes), HasSubstr("it: broken JPEG: "));
  const Picture picture = decode_picture(bytes, "it", {.accepts_damage = true});
  EXPECT_THAT(picture.warnings, ElementsAre(HasSubstr("this JPEG is damaged: ")));
}

TEST(CodecJpegTest, WhatComesBeforeAStrayMarkerIsRead) {
  std::vector<uint8_t> bytes = make_jpeg(smooth_image({100, 100}, 3), {});
  const Picture whole = decode_picture(bytes, "it");
  bytes[bytes.size() / 4 * 3] = 0xFF;
  bytes[bytes.size() / 4 * 3 + 1] = 0x7F;
  bytes.insert(bytes.end(), {1, 2, 3});
  const Picture picture = decode_picture(bytes, "it", {.accepts_damage = true});
  EXPECT_THAT(picture.warnings, testing::Contains(HasSubstr("is lost: broken JPEG: Unsupported")));
  EXPECT_EQ(picture.image.crop({0, 0, 48, 100}), whole.image.crop({0, 0, 48, 100}));
  EXPECT_EQ(picture.source->back(), 3);
}

TEST(CodecJpegTest, KindsThatAreNotReadAreNamed) {
  const auto jpeg = make_jpeg(smooth_image({16, 16}, 3), {});
  const std::vector<uint8_t> frame_marker = {0xFF, 0xC0};
  const size_t at =
      std::search(jpeg.begin(), jpeg.end(), frame_marker.begin(), frame_marker.end()) -
      jpeg.begin();
  const auto error_of = [&](size_t offset, uint8_t value) {
    auto bytes = jpeg;
    bytes[at + offset] = value;
    return decode_error(bytes);
  };
  EXPECT_THAT(error_of(4, 12), HasSubstr("this JPEG has 12 bits a channel, expected 8"));
  EXPECT_THAT(error_of(1, 0xC3), HasSubstr("this is a lossless JPEG"));
  EXPECT_THAT(error_of(1, 0xF7), HasSubstr("this is a JPEG-LS file"));
  EXPECT_THAT(error_of(1, 0xC5), HasSubstr("this is a hierarchical JPEG"));
}

TEST(CodecJpegTest, TablesThatDivideByZeroAreErrors) {  // found by decode_fuzz
  std::vector<uint8_t> bytes = encode(noise_picture(PictureFormat::kJpeg, 1));
  const std::vector<uint8_t> table_marker = {0xFF, 0xDB};
  const auto at = std::search(bytes.begin(), bytes.end(), table_marker.begin(), table_marker.end());
  ASSERT_NE(at, bytes.end());
  *(at + 5) = 0;
  EXPECT_EQ(decode_error(bytes),
            "it: broken JPEG: a quantization table holds 0, expected 1 or more");
}

TEST(CodecJpegTest, PicturesThatAreTooLargeForTheFormatAreErrors) {
  EXPECT_THROW(encode(Picture{.image = Image({1, 65501}, 1), .format = PictureFormat::kJpeg}),
               Error);
}

}  // namespace
}  // namespace kintsugi
