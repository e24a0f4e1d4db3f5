#include <gmock/gmock.h>
#include <png.h>

#include "picture/sample_pictures.h"
#include "picture/sample_pngs.h"

namespace kintsugi {
namespace {

using testing::HasSubstr;

TEST(CodecPngTest, KeepsEveryPixelOfEveryKind) {
  for (const int bits : {8, 16}) {
    for (int samples = 1; samples <= 4; ++samples) {
      const Picture picture = noise_picture(PictureFormat::kPng, samples, bits);
      const Picture result = decode_picture(encode(picture), "it");
      EXPECT_EQ(result.image, picture.image) << samples << " samples, " << bits << " bits";
      EXPECT_EQ(result.alpha, picture.alpha) << samples << " samples, " << bits << " bits";
      EXPECT_EQ(result.format, PictureFormat::kPng);
      EXPECT_TRUE(result.is_lossless);
    }
  }
}

/// A PNG of our own making, row by row, in any of the forms that the standard knows.
struct RawPng {
  int bit_depth, colour_type;
  Size size;
  std::vector<std::vector<uint8_t>> rows;
  int interlace = PNG_INTERLACE_NONE;
  std::vector<png_color> palette;
  std::vector<png_byte> palette_alpha;
  std::optional<png_color_16> transparent;

  std::vector<uint8_t> encode() {
    std::vector<uint8_t> bytes;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(
        png, &bytes,
        [](png_structp writer, png_bytep from, size_t count) {
          auto* to = static_cast<std::vector<uint8_t>*>(png_get_io_ptr(writer));
          to->insert(to->end(), from, from + count);
        },
        nullptr);
    png_set_IHDR(png, info, size.width, size.height, bit_depth, colour_type, interlace, 0, 0);
    if (!palette.empty()) png_set_PLTE(png, info, palette.data(), int(palette.size()));
    if (!palette_alpha.empty()) {
      png_set_tRNS(png, info, palette_alpha.data(), int(palette_alpha.size()), nullptr);
    }
    if (transparent) png_set_tRNS(png, info, nullptr, 0, &*transparent);
    png_write_info(png, info);
    std::vector<png_bytep> pointers;
    for (auto& row : rows) pointers.push_back(row.data());
    png_write_image(png, pointers.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return bytes;
  }
};

TEST(CodecPngTest, ExpandsGreyOfFewBits) {
  RawPng png{.bit_depth = 2,
             .colour_type = PNG_COLOR_TYPE_GRAY,
             .size = {1, 4},
             .rows = {{0b00'01'10'11}}};
  const Picture picture = decode_picture(png.encode(), "it");
  ASSERT_EQ(picture.image.channels(), 1);
  ASSERT_EQ(picture.image.bits(), 8);
  const int expected[] = {0, 85, 170, 255};
  for (int x = 0; x < 4; ++x) EXPECT_EQ(picture.image.at(0, x, 0), expected[x]);
}

TEST(CodecPngTest, ExpandsAPaletteWithAlpha) {
  RawPng png{.bit_depth = 1,
             .colour_type = PNG_COLOR_TYPE_PALETTE,
             .size = {1, 3},
             .rows = {{0b010'00000}},
             .palette = {{1, 2, 3}, {40, 50, 60}},
             .palette_alpha = {7}};
  const Picture picture = decode_picture(png.encode(), "it");
  ASSERT_EQ(picture.image.channels(), 3);
  ASSERT_TRUE(picture.alpha);
  EXPECT_EQ(picture.image.at(0, 0, 2), 3);
  EXPECT_EQ(picture.alpha->at(0, 0, 0), 7);
  EXPECT_EQ(picture.image.at(0, 1, 0), 40);
  EXPECT_EQ(picture.alpha->at(0, 1, 0), 255);
}

TEST(CodecPngTest, TurnsATransparentColourIntoAlpha) {
  RawPng png{.bit_depth = 16,
             .colour_type = PNG_COLOR_TYPE_GRAY,
             .size = {1, 2},
             .rows = {{0x12, 0x34, 0x12, 0x35}},
             .transparent = png_color_16{.gray = 0x1234}};
  const Picture picture = decode_picture(png.encode(), "it");
  ASSERT_TRUE(picture.alpha);
  EXPECT_EQ(picture.image.at(0, 0, 0), 0x1234);
  EXPECT_EQ(picture.alpha->at(0, 0, 0), 0);
  EXPECT_EQ(picture.alpha->at(0, 1, 0), 65535);
}

TEST(CodecPngTest, ReadsInterlacedFiles) {
  const Image image = noise_image({13, 17}, 1);
  const Image alpha = noise_image({13, 17}, 1, 8, 9);
  RawPng png{.bit_depth = 8,
             .colour_type = PNG_COLOR_TYPE_GRAY_ALPHA,
             .size = {13, 17},
             .interlace = PNG_INTERLACE_ADAM7};
  for (int y = 0; y < 13; ++y) {
    png.rows.emplace_back();
    for (int x = 0; x < 17; ++x) {
      png.rows.back().push_back(image.at(y, x, 0));
      png.rows.back().push_back(alpha.at(y, x, 0));
    }
  }
  const Picture picture = decode_picture(png.encode(), "it");
  EXPECT_EQ(picture.image, image);
  EXPECT_EQ(picture.alpha, alpha);
}

const std::vector<uint8_t> kThreeFrames = {0, 0, 0, 3, 0, 0, 0, 0};

TEST(CodecPngTest, AnimationsAreErrors) {
  const std::vector<uint8_t> still = encode(noise_picture(PictureFormat::kPng, 3));
  const NamedBytes control = {"fcTL", std::vector<uint8_t>(26)};
  const NamedBytes frame = {"fdAT", std::vector<uint8_t>(9)};
  const std::string error =
      "it: this is an animated PNG of 3 frames, expected a still picture; its frames as a folder "
      "of pictures can be filled with one mask";
  EXPECT_EQ(decode_error(with_chunks(still, {{"acTL", kThreeFrames}, control},
                                     {control, frame, control, frame})),
            error);
  // The picture itself is none of the frames.
  EXPECT_EQ(decode_error(with_chunks(still, {{"acTL", kThreeFrames}},
                                     {control, frame, control, frame, control, frame})),
            error);
}

TEST(CodecPngTest, NothingOfAnAnimationThatCannotBePlayedIsWritten) {
  const std::vector<uint8_t> still = encode(noise_picture(PictureFormat::kPng, 3));
  const NamedBytes control = {"fcTL", std::vector<uint8_t>(26)};
  const NamedBytes frame = {"fdAT", std::vector<uint8_t>(9)};
  for (const std::vector<uint8_t>& png :
       {with_chunks(still, {{"acTL", kThreeFrames}, control}),
        with_chunks(still, {}, {{"acTL", kThreeFrames}, control, frame})}) {
    std::vector<std::string> warnings;
    const Picture picture = decode_picture(png, "it");
    EXPECT_EQ(chunk_names(encoded(picture, nullptr, &warnings)), "IHDR IDAT IEND");
    EXPECT_THAT(warnings, testing::ElementsAre(HasSubstr("left out: acTL, fcTL")));
  }
}

TEST(CodecPngTest, ChunksThatThePictureNeedsAndNobodyKnowsAreErrors) {
  const std::vector<uint8_t> png = encode(noise_picture(PictureFormat::kPng, 3));
  EXPECT_EQ(decode_error(with_chunks(png, {{"CgBI", {0, 0, 0, 0}}})),
            "it: this is a PNG in Apple's own variant (CgBI), expected a plain PNG");
  EXPECT_EQ(decode_error(with_chunks(png, {{"ABCD", {}}})),
            "it: the PNG has a chunk ABCD that is not known and that its picture needs");
  EXPECT_EQ(decode_error(with_chunks(png, {{"a\x1B[m", {}}})),
            "it: broken PNG: a chunk's name is not of four letters");
}

TEST(CodecPngTest, FilesCutShortAreErrors) {
  expect_errors_when_cut(encode(noise_picture(PictureFormat::kPng, 4, 16, {5, 4})));
}

TEST(CodecPngTest, ChunksLongerThanTheFileAreErrors) {  // found by decode_fuzz: 1 GB for EXIF
  Picture picture = noise_picture(PictureFormat::kPng, 1);
  picture.metadata.exif = {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0};
  std::vector<uint8_t> bytes = encode(picture);
  const std::string name = "eXIf";
  const auto at = std::search(bytes.begin(), bytes.end(), name.begin(), name.end());
  ASSERT_NE(at, bytes.end());
  *(at - 4) = 0x39;
  EXPECT_EQ(decode_error(bytes), "it: broken PNG: the file ends early");
}

TEST(CodecPngTest, DamagedFilesAreErrors) {
  std::vector<uint8_t> bytes = encode(noise_picture(PictureFormat::kPng, 3));
  bytes[bytes.size() / 2] ^= 0x40;
  EXPECT_THAT(decode_error(bytes), HasSubstr("it: broken PNG: "));
}

TEST(CodecPngTest, PixelsAreCountedBeforeAnyIsDecoded) {
  std::vector<uint8_t> bytes = encode(noise_picture(PictureFormat::kPng, 1, 8, {30, 40}));
  EXPECT_EQ(decode_error(bytes, {.max_pixels = 1199}),
            "it: the picture is 40x30 (width x height), expected at most 1199 pixels "
            "(max_pixels)");
  EXPECT_EQ(decode_error(bytes, {.max_pixels = 1200}), "");
}

}  // namespace
}  // namespace kintsugi
