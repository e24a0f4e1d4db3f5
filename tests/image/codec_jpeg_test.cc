#include <gmock/gmock.h>

#include "image/sample_pictures.h"
#include "kintsugi/image/jpeg_io.h"

namespace kintsugi {
namespace {

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

TEST(CodecJpegTest, CmykIsAnError) {
  JpegErrors errors;
  JpegWriter writer(errors);
  const uint8_t pixel[4] = {};
  errors.guarded([&] {
    writer->image_width = writer->image_height = 1;
    writer->input_components = 4;
    writer->in_color_space = JCS_CMYK;
    jpeg_set_defaults(writer.get());
    jpeg_start_compress(writer.get(), TRUE);
    JSAMPROW row = const_cast<uint8_t*>(pixel);
    jpeg_write_scanlines(writer.get(), &row, 1);
    jpeg_finish_compress(writer.get());
  });
  EXPECT_EQ(decode_error(writer.bytes()), "it: this is a CMYK JPEG, expected grey or RGB");
}

TEST(CodecJpegTest, FilesCutShortAreErrors) {
  expect_errors_when_cut(encode(noise_picture(PictureFormat::kJpeg, 3)));
}

TEST(CodecJpegTest, DamagedFilesAreErrors) {
  std::vector<uint8_t> bytes = encode(noise_picture(PictureFormat::kJpeg, 3));
  bytes[bytes.size() / 2] = 0xFF;  // a marker amid the codes
  bytes[bytes.size() / 2 + 1] = 0xD9;
  EXPECT_THAT(decode_error(bytes), HasSubstr("it: broken JPEG: "));
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
