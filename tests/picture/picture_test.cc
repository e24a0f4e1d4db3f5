#include "kintsugi/picture.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

TEST(PictureTest, UnknownFilesAreErrorsThatNameTheFormats) {
  EXPECT_EQ(decode_error({}), "it: the file is empty");
  EXPECT_EQ(decode_error(bytes_of("hello, I am a text")),
            "it: this is none of the known picture formats, expected PNG, JPEG, WebP, TIFF, BMP, "
            "HEIC, AVIF or JPEG XL");
  EXPECT_EQ(decode_error(bytes_of("GIF89a...")),
            "it: this is a GIF, expected PNG, JPEG, WebP, TIFF, BMP, HEIC, AVIF or JPEG XL");
  EXPECT_EQ(decode_error({0xFF}),
            "it: this is none of the known picture formats, expected PNG, JPEG, WebP, TIFF, BMP, "
            "HEIC, AVIF or JPEG XL");
}

TEST(PictureTest, FilesThatAreNoneAreErrors) {
  const auto message = [](const std::string& path) {
    try {
      read_picture(path);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(message("/nowhere/at-all.png"), HasSubstr("cannot open \"/nowhere/at-all.png\""));
  EXPECT_THAT(message(testing::TempDir()), HasSubstr("is a directory, expected a file"));
}

TEST(PictureTest, NamesMayBeUnicodeAndSayTheFormatThatIsWritten) {
  const Picture picture = noise_picture(PictureFormat::kPng, 3);
  for (const auto& [name, format] : {std::pair("金継ぎ é.tif", PictureFormat::kTiff),
                                     std::pair("金継ぎ é", PictureFormat::kPng)}) {
    const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / name;
    write_picture(path, picture);
    const Picture result = read_picture(path);
    EXPECT_EQ(result.format, format);
    EXPECT_EQ(result.image, picture.image);
    std::filesystem::remove(path);
  }
}

TEST(PictureTest, ExtensionsNameFormatsInAnyCase) {
  EXPECT_EQ(format_of_name("a/b.PNG"), PictureFormat::kPng);
  EXPECT_EQ(format_of_name("b.c.Jpeg"), PictureFormat::kJpeg);
  EXPECT_EQ(format_of_name("x.tif"), PictureFormat::kTiff);
  EXPECT_EQ(format_of_name("x.webp"), PictureFormat::kWebp);
  EXPECT_EQ(format_of_name("x.bmp"), PictureFormat::kBmp);
  EXPECT_EQ(format_of_name("x.HEIC"), PictureFormat::kHeic);
  EXPECT_EQ(format_of_name("x.heif"), PictureFormat::kHeic);
  EXPECT_EQ(format_of_name("x.avif"), PictureFormat::kAvif);
  EXPECT_EQ(format_of_name("x.jxl"), PictureFormat::kJxl);
  EXPECT_EQ(format_of_name("png"), std::nullopt);
  EXPECT_EQ(format_of_name("x.gif"), std::nullopt);
}

TEST(PictureTest, LyingHeadersAreFoundBeforeDecoding) {
  for (const PictureFormat format :
       {PictureFormat::kPng, PictureFormat::kJpeg, PictureFormat::kWebp, PictureFormat::kTiff,
        PictureFormat::kBmp, PictureFormat::kHeic, PictureFormat::kAvif, PictureFormat::kJxl}) {
    const std::vector<uint8_t> bytes = encode(noise_picture(format, 3));
    EXPECT_THAT(decode_error(bytes, {.max_pixels = 436}),
                HasSubstr("the picture is 23x19 (width x height), expected at most 436 pixels"));
    EXPECT_EQ(decode_error(bytes, {.max_pixels = 437}), "");
  }
}

TEST(PictureTest, SaysWhatAFormatCannotHold) {
  Picture picture = noise_picture(PictureFormat::kPng, 4, 16);
  picture.format = PictureFormat::kJpeg;
  picture.metadata.png_chunks = {{"tEXt", {'k', 0, 'x'}}};
  std::vector<std::string> warnings;
  encoded(picture, nullptr, &warnings);
  EXPECT_THAT(warnings, ElementsAre("JPEG cannot hold 16 bits a channel: rounded to 8",
                                    "JPEG cannot hold alpha: it is left out, the picture is opaque",
                                    "JPEG cannot hold PNG text: it is left out"));
}

TEST(PictureTest, SizesOfMaskAndAlphaAreChecked) {
  Picture picture = noise_picture(PictureFormat::kPng, 3);
  const Mask mask({3, 3});
  EXPECT_THROW(encoded(picture, &mask, nullptr), Error);
  picture.alpha = Image({3, 3}, 1);
  EXPECT_THROW(encoded(picture, nullptr, nullptr), Error);
  EXPECT_THROW(encoded(Picture{}, nullptr, nullptr), Error);
}

}  // namespace
}  // namespace kintsugi
