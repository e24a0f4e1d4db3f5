#include <gmock/gmock.h>

#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

using testing::HasSubstr;

TEST(CodecBmpTest, KeepsEveryPixelOfEveryKind) {
  for (const int samples : {1, 3, 4}) {
    const Picture picture = noise_picture(PictureFormat::kBmp, samples);
    const Picture result = decode_picture(encode(picture), "it");
    EXPECT_EQ(result.image, picture.image) << samples;
    EXPECT_EQ(result.alpha, picture.alpha) << samples;
    EXPECT_EQ(result.format, PictureFormat::kBmp);
  }
}

TEST(CodecBmpTest, GreyWithAlphaBecomesColourWithAlpha) {
  const Picture picture = noise_picture(PictureFormat::kBmp, 2);
  const Picture result = decode_picture(encode(picture), "it");
  EXPECT_EQ(result.alpha, picture.alpha);
  ASSERT_EQ(result.image.channels(), 3);
  for (int c = 0; c < 3; ++c) EXPECT_EQ(result.image.at(4, 7, c), picture.image.at(4, 7, 0));
}

/// A BMP file: `palette` in blue, green, red, 0.
std::vector<uint8_t> raw_bmp(int width, int height, int bits, int compression,
                             const std::vector<uint8_t>& palette,
                             const std::vector<uint8_t>& pixels) {
  std::vector<uint8_t> bytes = {'B', 'M'};
  const auto put = [&](uint32_t value, int count) {
    for (int i = 0; i < count; ++i, value >>= 8) bytes.push_back(value & 255);
  };
  put(0, 4), put(0, 4), put(54 + palette.size(), 4);
  put(40, 4), put(width, 4), put(height, 4), put(1, 2), put(bits, 2), put(compression, 4);
  put(pixels.size(), 4), put(0, 4), put(0, 4), put(palette.size() / 4, 4), put(0, 4);
  bytes.insert(bytes.end(), palette.begin(), palette.end());
  bytes.insert(bytes.end(), pixels.begin(), pixels.end());
  return bytes;
}

const std::vector<uint8_t> kBlueAndRed = {255, 0, 0, 0, 0, 0, 255, 0};

TEST(CodecBmpTest, ReadsOneBitFromTopToBottom) {
  const auto bytes =
      raw_bmp(2, -2, 1, 0, kBlueAndRed, {0b01'000000, 0, 0, 0, 0b10'000000, 0, 0, 0});
  const Picture picture = decode_picture(bytes, "it");
  EXPECT_EQ(picture.image.at(0, 0, 2), 255);
  EXPECT_EQ(picture.image.at(0, 1, 0), 255);
  EXPECT_EQ(picture.image.at(1, 0, 0), 255);
  std::vector<std::string> warnings;
  encoded(picture, nullptr, &warnings);
  EXPECT_THAT(warnings, testing::ElementsAre("the palette is given up: the BMP is written as RGB"));
}

TEST(CodecBmpTest, BilevelStaysSoInOtherFormatsAndGrowsWithAWarning) {
  const std::vector<uint8_t> black_and_white = {0, 0, 0, 0, 255, 255, 255, 0};
  const Picture picture =
      decode_picture(raw_bmp(2, -1, 1, 0, black_and_white, {0b01'000000, 0, 0, 0}), "it");
  EXPECT_EQ(picture.stored_bits, 1);
  EXPECT_EQ(picture.image.at(0, 1, 0), 255);
  std::vector<std::string> warnings;
  EXPECT_EQ(decode_picture(encoded(picture, nullptr, &warnings), "it").image, picture.image);
  EXPECT_THAT(warnings, testing::ElementsAre("the BMP is written with 8 bits a pixel, not 1"));
}

TEST(CodecBmpTest, ReadsRunLengths) {
  // Bottom row: three reds, one blue copied with one red; top row: moved to column 2, one red.
  const auto bytes =
      raw_bmp(5, 2, 8, 1, kBlueAndRed, {3, 1, 0, 3, 0, 1, 0, 0, 0, 0, 0, 2, 2, 0, 1, 1, 0, 1});
  const Picture picture = decode_picture(bytes, "it");
  const int reds[2][5] = {{0, 0, 255, 0, 0}, {255, 255, 255, 0, 255}};
  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 5; ++x) EXPECT_EQ(picture.image.at(y, x, 0), reds[y][x]) << y << " " << x;
}

TEST(CodecBmpTest, ReadsSixteenBitsOfFiveEach) {
  const auto bytes = raw_bmp(2, 1, 16, 0, {}, {0xFF, 0x7F, 0x1F, 0});
  const Picture picture = decode_picture(bytes, "it");
  for (int c = 0; c < 3; ++c) EXPECT_EQ(picture.image.at(0, 0, c), 255);
  EXPECT_EQ(picture.image.at(0, 1, 2), 255);
  EXPECT_EQ(picture.image.at(0, 1, 0), 0);
}

TEST(CodecBmpTest, AnUnusedFourthByteIsNotAlpha) {
  EXPECT_FALSE(decode_picture(raw_bmp(1, 1, 32, 0, {}, {1, 2, 3, 0}), "it").alpha);
  EXPECT_TRUE(decode_picture(raw_bmp(1, 1, 32, 0, {}, {1, 2, 3, 4}), "it").alpha);
}

TEST(CodecBmpTest, BrokenFilesAreErrors) {
  EXPECT_EQ(decode_error(raw_bmp(2, 1, 8, 0, kBlueAndRed, {0, 2, 0, 0})),
            "it: broken BMP: colour 2 is not in its palette");
  EXPECT_EQ(decode_error(raw_bmp(1, 1, 7, 0, {}, {0, 0, 0, 0})),
            "it: this is a BMP of 7 bits a pixel, expected 1, 4, 8, 16, 24 or 32");
  EXPECT_EQ(decode_error(raw_bmp(1, 1, 24, 5, {}, {0, 0, 0, 0})),
            "it: this is a BMP of compression 5, expected none, RLE or colour masks");
  EXPECT_THAT(decode_error(raw_bmp(60000, -60000, 24, 0, {}, {0})),
              HasSubstr("60000x60000 (width x height), expected at most 200000000 pixels"));
  EXPECT_THAT(decode_error(raw_bmp(-3, INT32_MIN, 24, 0, {}, {0})), HasSubstr("-3x2147483648"));
}

TEST(CodecBmpTest, FilesCutShortAreErrors) {
  for (const int samples : {1, 3, 4}) {
    expect_errors_when_cut(encode(noise_picture(PictureFormat::kBmp, samples, 8, {5, 3})));
  }
}

}  // namespace
}  // namespace kintsugi
