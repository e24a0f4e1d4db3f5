#include <gmock/gmock.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

using testing::HasSubstr;

TEST(CodecWebpTest, KeepsEveryPixelOfLosslessPictures) {
  for (const int samples : {3, 4}) {
    const Picture picture = noise_picture(PictureFormat::kWebp, samples);
    const Picture result = decode_picture(encode(picture), "it");
    EXPECT_EQ(result.image, picture.image);
    EXPECT_EQ(result.alpha, picture.alpha);
    EXPECT_TRUE(result.is_lossless);
    EXPECT_EQ(result.format, PictureFormat::kWebp);
  }
}

TEST(CodecWebpTest, GreyComesBackAsEqualColours) {
  const Picture picture = noise_picture(PictureFormat::kWebp, 1);
  const Picture result = decode_picture(encode(picture), "it");
  ASSERT_EQ(result.image.channels(), 3);
  for (int c = 0; c < 3; ++c) EXPECT_EQ(result.image.at(5, 6, c), picture.image.at(5, 6, 0));
}

TEST(CodecWebpTest, LossyAndForeignSourcesAreWrittenWithoutLoss) {
  Picture picture = noise_picture(PictureFormat::kWebp, 4);
  picture.is_lossless = false;
  std::vector<std::string> warnings;
  const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
  EXPECT_THAT(warnings,
              testing::ElementsAre(
                  "the WebP is written without loss, so that known pixels stay: it may be several "
                  "times as large as its source (wants_loss: smaller, but known pixels change)"));
  EXPECT_TRUE(result.is_lossless);
  EXPECT_EQ(result.image, picture.image);
  EXPECT_EQ(result.alpha, picture.alpha);
}

TEST(CodecWebpTest, WithLossWhereItIsWantedAndClose) {
  Picture picture{
      .image = smooth_image({40, 50}, 3), .format = PictureFormat::kWebp, .wants_loss = true};
  picture.alpha = noise_image({40, 50}, 1);
  const Picture result = decode_picture(encode(picture), "it");
  EXPECT_FALSE(result.is_lossless);
  EXPECT_EQ(result.alpha, picture.alpha);  // libwebp codes alpha without loss
  for (int y = 0; y < 40; ++y)
    for (int x = 0; x < 50; ++x)
      if (picture.alpha->at(y, x, 0) > 0) {
        EXPECT_NEAR(result.image.at(y, x, 1), picture.image.at(y, x, 1), 16);
      }
}

TEST(CodecWebpTest, SixteenBitsAreRoundedWithAWarning) {
  Picture picture = noise_picture(PictureFormat::kWebp, 3, 16);
  picture.image.set(0, 0, 0, 128);
  picture.image.set(0, 1, 0, 129);
  std::vector<std::string> warnings;
  const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
  EXPECT_EQ(result.image.at(0, 0, 0), 0);
  EXPECT_EQ(result.image.at(0, 1, 0), 1);
  EXPECT_THAT(warnings, testing::ElementsAre("WebP cannot hold 16 bits a channel: rounded to 8"));
}

TEST(CodecWebpTest, AnimationsAreErrors) {
  const std::vector<uint8_t> frame = encode(noise_picture(PictureFormat::kWebp, 3));
  WebPMux* mux = WebPMuxNew();
  WebPMuxFrameInfo info{};
  info.bitstream = {frame.data(), frame.size()};
  info.id = WEBP_CHUNK_ANMF;
  info.duration = 100;
  for (int i = 0; i < 2; ++i) ASSERT_EQ(WebPMuxPushFrame(mux, &info, 1), WEBP_MUX_OK);
  const WebPMuxAnimParams parameters{};
  ASSERT_EQ(WebPMuxSetAnimationParams(mux, &parameters), WEBP_MUX_OK);
  WebPData file{};
  ASSERT_EQ(WebPMuxAssemble(mux, &file), WEBP_MUX_OK);
  EXPECT_EQ(decode_error({file.bytes, file.bytes + file.size}),
            "it: this is an animated WebP of 2 frames, expected a still picture; its frames as a "
            "folder of pictures can be filled with one mask");
  WebPDataClear(&file);
  WebPMuxDelete(mux);
}

TEST(CodecWebpTest, UnknownChunksAndBytesBehindTheEndAreNamed) {
  Picture picture = noise_picture(PictureFormat::kWebp, 3);
  picture.metadata.xmp = "x";
  std::vector<uint8_t> bytes = encode(picture);
  bytes.insert(bytes.end(), {'A', 'b', 'c', 'D', 2, 0, 0, 0, 1, 2});
  for (int i = 0, size = int(bytes.size()) - 8; i < 4; ++i) bytes[4 + i] = size >> 8 * i & 255;
  bytes.insert(bytes.end(), 6, 0);
  const Picture result = decode_picture(bytes, "it");
  EXPECT_EQ(result.image, picture.image);
  EXPECT_EQ(result.metadata.xmp, "x");
  EXPECT_THAT(result.warnings,
              testing::ElementsAre("WebP chunks are left out: AbcD",
                                   "the 6 bytes behind the end of the WebP are left out"));
}

TEST(CodecWebpTest, FilesCutShortAreErrors) {
  expect_errors_when_cut(encode(noise_picture(PictureFormat::kWebp, 4, 8, {9, 8})));
}

TEST(CodecWebpTest, PixelsAreCountedBeforeAnyIsDecoded) {
  EXPECT_THAT(decode_error(encode(noise_picture(PictureFormat::kWebp, 3)), {.max_pixels = 400}),
              HasSubstr("the picture is 23x19 (width x height), expected at most 400 pixels"));
}

TEST(CodecWebpTest, PicturesThatAreTooLargeForTheFormatAreErrors) {
  Picture picture{.image = Image({1, 16384}, 3), .format = PictureFormat::kWebp};
  EXPECT_THROW(encode(picture), Error);
}

}  // namespace
}  // namespace kintsugi
