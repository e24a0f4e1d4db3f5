#include <gmock/gmock.h>

#include <tuple>

#include "kintsugi/picture/tiff_io.h"
#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

using testing::HasSubstr;

TEST(CodecTiffTest, KeepsEveryPixelOfEveryKind) {
  for (const int bits : {8, 16}) {
    for (int samples = 1; samples <= 4; ++samples) {
      const Picture picture = noise_picture(PictureFormat::kTiff, samples, bits);
      const Picture result = decode_picture(encode(picture), "it");
      EXPECT_EQ(result.image, picture.image) << samples << " samples, " << bits << " bits";
      EXPECT_EQ(result.alpha, picture.alpha) << samples << " samples, " << bits << " bits";
      EXPECT_EQ(result.format, PictureFormat::kTiff);
    }
  }
}

/// A TIFF written with libtiff in a form that our encoder does not use.
struct RawTiff {
  Size size = {1, 4};
  int bits = 8, samples = 1, photometric = PHOTOMETRIC_MINISBLACK;
  int compression = COMPRESSION_NONE, planar = PLANARCONFIG_CONTIG;
  int sample_format = SAMPLEFORMAT_UINT;
  int extra = -1;
  int tile = 0;
  int orientation = ORIENTATION_TOPLEFT;

  std::vector<uint8_t> encode(const std::vector<std::vector<uint8_t>>& blocks,
                              const std::vector<uint16_t>& palette = {}) const {
    TiffFile file;
    TIFF* tiff = file.get();
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, size.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, size.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, photometric);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, planar);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, sample_format);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, orientation);
    if (extra >= 0) {
      const uint16_t kind = extra;
      TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    if (!palette.empty()) {
      const size_t third = palette.size() / 3;
      TIFFSetField(tiff, TIFFTAG_COLORMAP, palette.data(), palette.data() + third,
                   palette.data() + 2 * third);
    }
    if (tile > 0) {
      TIFFSetField(tiff, TIFFTAG_TILEWIDTH, tile);
      TIFFSetField(tiff, TIFFTAG_TILELENGTH, tile);
    } else {
      TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, size.height);
    }
    if (compression == COMPRESSION_JPEG) {
      TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);  // RGB in, YCbCr stored
    }
    for (size_t i = 0; i < blocks.size(); ++i) {
      auto data = blocks[i];
      if (tile > 0)
        TIFFWriteEncodedTile(tiff, i, data.data(), data.size());
      else
        TIFFWriteEncodedStrip(tiff, i, data.data(), data.size());
    }
    return file.close();
  }
};

TEST(CodecTiffTest, ExpandsGreyOfFewBitsAndInvertsWhiteIsZero) {
  const RawTiff tiff{.bits = 2, .photometric = PHOTOMETRIC_MINISWHITE};
  const Picture picture = decode_picture(tiff.encode({{0b00'01'10'11}}), "it");
  const int expected[] = {255, 170, 85, 0};
  for (int x = 0; x < 4; ++x) EXPECT_EQ(picture.image.at(0, x, 0), expected[x]);
}

TEST(CodecTiffTest, ExpandsAPalette) {
  std::vector<uint16_t> palette(3 * 16);
  palette[2] = 257 * 10, palette[16 + 2] = 257 * 20, palette[32 + 2] = 257 * 30;
  const RawTiff tiff{.bits = 4, .photometric = PHOTOMETRIC_PALETTE};
  const Picture picture = decode_picture(tiff.encode({{0x02, 0x20}}, palette), "it");
  ASSERT_EQ(picture.image.channels(), 3);
  for (int c = 0; c < 3; ++c) EXPECT_EQ(picture.image.at(0, 1, c), 10 * (c + 1));
  for (int c = 0; c < 3; ++c) EXPECT_EQ(picture.image.at(0, 3, c), 0);
  std::vector<std::string> warnings;
  encoded(picture, nullptr, &warnings);
  EXPECT_THAT(warnings, testing::ElementsAre(HasSubstr("the palette is given up")));
}

TEST(CodecTiffTest, ReadsPlanesAndTiles) {
  const Image image = noise_image({20, 40}, 3);
  const RawTiff tiff{.size = {20, 40},
                     .samples = 3,
                     .photometric = PHOTOMETRIC_RGB,
                     .compression = COMPRESSION_ADOBE_DEFLATE,
                     .planar = PLANARCONFIG_SEPARATE,
                     .tile = 16};
  std::vector<std::vector<uint8_t>> tiles;
  for (int c = 0; c < 3; ++c)
    for (int top = 0; top < 20; top += 16)
      for (int left = 0; left < 40; left += 16) {
        tiles.emplace_back();
        for (int y = top; y < top + 16; ++y)
          for (int x = left; x < left + 16; ++x)
            tiles.back().push_back(y < 20 && x < 40 ? image.at(y, x, c) : 0);
      }
  EXPECT_EQ(decode_picture(tiff.encode(tiles), "it").image, image);
}

TEST(CodecTiffTest, UndoesMultiplicationByAlpha) {
  const RawTiff tiff{.size = {1, 2}, .samples = 2, .extra = EXTRASAMPLE_ASSOCALPHA};
  const Picture picture = decode_picture(tiff.encode({{50, 100, 7, 0}}), "it");
  ASSERT_TRUE(picture.alpha);
  EXPECT_EQ(picture.image.at(0, 0, 0), 128);  // 50 * 255 / 100, rounded
  EXPECT_EQ(picture.alpha->at(0, 0, 0), 100);
  EXPECT_EQ(picture.image.at(0, 1, 0), 7);
}

TEST(CodecTiffTest, IsTurnedUpright) {
  const RawTiff tiff{.size = {1, 4}, .orientation = ORIENTATION_RIGHTTOP};
  const Picture picture = decode_picture(tiff.encode({{1, 2, 3, 4}}), "it");
  ASSERT_EQ(picture.image.size(), (Size{4, 1}));
  for (int y = 0; y < 4; ++y) EXPECT_EQ(picture.image.at(y, 0, 0), y + 1);
  EXPECT_EQ(decode_picture(encode(picture), "it").image, picture.image);
}

TEST(CodecTiffTest, ReadsJpegInsideATiff) {
  const RawTiff tiff{.size = {16, 16},
                     .samples = 3,
                     .photometric = PHOTOMETRIC_YCBCR,
                     .compression = COMPRESSION_JPEG};
  const std::vector<uint8_t> grey(16 * 16 * 3, 128);
  const Picture picture = decode_picture(tiff.encode({grey}), "it");
  EXPECT_EQ(picture.image.at(8, 8, 0), 128);
  EXPECT_FALSE(picture.is_lossless);
}

TEST(CodecTiffTest, ForeignKindsAreErrorsThatNameThem) {
  const auto error = [](const RawTiff& tiff) {
    return decode_error(tiff.encode({std::vector<uint8_t>(tiff.samples * tiff.bits / 8)}));
  };
  for (const auto& [space, samples, name] :
       std::initializer_list<std::tuple<int, int, std::string>>{{PHOTOMETRIC_SEPARATED, 4, "CMYK"},
                                                                {PHOTOMETRIC_CIELAB, 3, "L*a*b*"},
                                                                {PHOTOMETRIC_ICCLAB, 3, "L*a*b*"},
                                                                {PHOTOMETRIC_YCBCR, 3, "YCbCr"}}) {
    EXPECT_EQ(error({.size = {1, 1}, .samples = samples, .photometric = space}),
              "it: this is a TIFF of " + name + ", expected grey, RGB or a palette");
  }
  EXPECT_EQ(error({.size = {1, 1}, .bits = 24, .sample_format = SAMPLEFORMAT_IEEEFP}),
            "it: this is a TIFF of floating-point samples of 24 bits, expected 16, 32 or 64");
  EXPECT_EQ(error({.size = {1, 1}, .bits = 64, .sample_format = SAMPLEFORMAT_COMPLEXIEEEFP}),
            "it: this is a TIFF of complex numbers, expected integers or floating point");
}

TEST(CodecTiffTest, OneBitStaysOneBitAndIsSmall) {
  RawTiff tiff{.size = {40, 64}, .bits = 1, .photometric = PHOTOMETRIC_MINISWHITE};
  std::vector<uint8_t> rows(40 * 8);
  for (int y = 0; y < 40; ++y) rows[y * 8 + y / 8] = 0xF0;
  Picture picture = decode_picture(tiff.encode({rows}), "it");
  EXPECT_EQ(picture.stored_bits, 1);
  EXPECT_EQ(picture.image.at(0, 0, 0), 0);
  const Image before = picture.image;
  picture.image.set(20, 20, 0, 100);  // what a method fills in: nearer to black
  const std::vector<uint8_t> bytes = encode(picture);
  EXPECT_LT(bytes.size(), 500u);
  const TiffFile file(bytes);
  EXPECT_EQ(file.value<uint16_t>(TIFFTAG_BITSPERSAMPLE), 1);
  EXPECT_EQ(file.value<uint16_t>(TIFFTAG_COMPRESSION), COMPRESSION_CCITTFAX4);
  const Image after = decode_picture(bytes, "it").image;
  for (int y = 0; y < 40; ++y)
    for (int x = 0; x < 64; ++x)
      EXPECT_EQ(after.at(y, x, 0), y == 20 && x == 20 ? 0 : before.at(y, x, 0));
}

TEST(CodecTiffTest, GreyOfTwoAndFourBitsStaysSo) {
  for (const int bits : {2, 4}) {
    const RawTiff tiff{.size = {1, 8}, .bits = bits};
    const std::vector<uint8_t> row = {0x1B, 0xE4, 0x5A, 0xC3};
    const Picture picture = decode_picture(tiff.encode({{row.begin(), row.begin() + bits}}), "it");
    const std::vector<uint8_t> bytes = encode(picture);
    EXPECT_EQ(TiffFile(bytes).value<uint16_t>(TIFFTAG_BITSPERSAMPLE), bits);
    EXPECT_EQ(decode_picture(bytes, "it").image, picture.image);
  }
}

TEST(CodecTiffTest, TilesFarLargerThanThePictureAreErrors) {
  std::vector<uint8_t> bytes =
      RawTiff{.size = {5, 5}, .tile = 16}.encode({std::vector<uint8_t>(16 * 16)});
  const std::vector<uint8_t> tile_width = {0x42, 1, 3, 0, 1, 0, 0, 0, 16, 0};  // tag, SHORT, one
  const auto at = std::search(bytes.begin(), bytes.end(), tile_width.begin(), tile_width.end());
  ASSERT_NE(at, bytes.end());
  *(at + 9) = 0x20;
  EXPECT_EQ(decode_error(bytes), "it: broken TIFF: its strips or tiles are 8208x16 pixels");
}

TEST(CodecTiffTest, FilesCutShortAreErrors) {
  const RawTiff tiff{.size = {4, 4}};  // uncompressed
  expect_errors_when_cut(encode(noise_picture(PictureFormat::kTiff, 4, 8, {9, 8})));
  std::vector<uint8_t> bytes = tiff.encode({std::vector<uint8_t>(16)});
  expect_errors_when_cut(bytes, 4);  // the link to the next page
}

TEST(CodecTiffTest, PixelsAreCountedBeforeAnyIsDecoded) {
  EXPECT_THAT(decode_error(encode(noise_picture(PictureFormat::kTiff, 3)), {.max_pixels = 400}),
              HasSubstr("the picture is 23x19 (width x height), expected at most 400 pixels"));
}

}  // namespace
}  // namespace kintsugi
