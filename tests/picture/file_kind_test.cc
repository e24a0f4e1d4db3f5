#include "kintsugi/picture/file_kind.h"

#include <gmock/gmock.h>

#include <utility>

#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

using testing::EndsWith;
using testing::StartsWith;

std::vector<uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

std::vector<uint8_t> ftyp(const std::string& brands) {
  return bytes_of(std::string("\0\0\0", 3) + char(brands.size() + 8) + "ftyp" + brands +
                  std::string("\0\0\0\x08"
                              "free",
                              8));
}

TEST(FileKindTest, BrandsNameTheFormat) {
  const std::string minor(4, '\0');
  for (const std::string brand : {"heic", "heix", "hevc", "mif1", "msf1"}) {
    EXPECT_EQ(format_of_bytes(ftyp(brand + minor)), PictureFormat::kHeic) << brand;
  }
  EXPECT_EQ(format_of_bytes(ftyp("avif" + minor + "mif1miaf")), PictureFormat::kAvif);
  EXPECT_EQ(format_of_bytes(ftyp("avis" + minor)), PictureFormat::kAvif);
  EXPECT_EQ(format_of_bytes(ftyp("mif1" + minor + "avifmiaf")), PictureFormat::kAvif);
  EXPECT_EQ(format_of_bytes(ftyp("mif1" + minor + "heicmiaf")), PictureFormat::kHeic);
  EXPECT_EQ(format_of_bytes(bytes_of("\xFF\x0A")), PictureFormat::kJxl);
}

TEST(FileKindTest, VideosAreNamedAsSuch) {
  for (const std::string brand : {"isom", "mp42", "qt  ", "3gp4", "M4V "}) {
    const std::vector<uint8_t> file = ftyp(brand + std::string(4, '\0') + "iso2avc1mp41");
    EXPECT_EQ(format_of_bytes(file), std::nullopt);
    EXPECT_THAT(decode_error(file), StartsWith("it: this is a video file, expected PNG, "))
        << brand;
  }
}

TEST(FileKindTest, LyingBoxesDoNoHarm) {
  EXPECT_EQ(box_content(bytes_of("\0\0"), "ftyp"), std::nullopt);
  EXPECT_EQ(box_content(bytes_of(std::string("\0\0\0\x04"
                                             "ftyp",
                                             8)),
                        "meta"),
            std::nullopt);
  const std::string huge(
      "\0\0\0\x01"
      "mdat\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
      16);
  EXPECT_EQ(box_content(bytes_of(huge), "meta"), std::nullopt);
  EXPECT_EQ(box_content(bytes_of(huge), "mdat")->size(), 0u);
}

/// A little-endian TIFF of one directory and perhaps one below it.
struct RawTiff {
  void entry(int tag, int type, uint32_t count, uint32_t value) {
    put(tag, 2), put(type, 2), put(count, 4), put(value, 4);
  }
  void put(uint32_t value, int num_bytes) {
    for (int i = 0; i < num_bytes; ++i) bytes.push_back(value >> 8 * i & 255);
  }

  std::vector<uint8_t> bytes = {'I', 'I', 42, 0, 8, 0, 0, 0};
};

std::vector<uint8_t> raw_of(const std::string& make, int photometric_below) {
  constexpr int kBelow = 8 + 2 + 3 * 12 + 4, kMake = kBelow + 2 + 12 + 4;
  RawTiff tiff;
  tiff.put(3, 2);
  tiff.entry(0x0106, 3, 1, 2);
  tiff.entry(0x010F, 2, uint32_t(make.size()), kMake);
  tiff.entry(0x014A, 4, 1, kBelow);
  tiff.put(0, 4);
  tiff.put(1, 2);
  tiff.entry(0x0106, 3, 1, photometric_below);
  tiff.put(0, 4);
  tiff.bytes.insert(tiff.bytes.end(), make.begin(), make.end());
  return tiff.bytes;
}

TEST(FileKindTest, RawFilesAreNamed) {
  const std::pair<std::string, std::string> kFiles[] = {
      {std::string("II*\0\x10\0\0\0CR\2\0", 12), "Canon CR2"},
      {std::string("\0\0\0\x18"
                   "ftypcrx \0\0\0\1crx isom",
                   24),
       "Canon CR3"},
      {std::string("IIRO\x08\0\0\0", 8), "Olympus ORF"},
      {std::string("IIU\0\x18\0\0\0", 8), "Panasonic RW2"},
      {"FUJIFILMCCD-RAW 0201", "Fujifilm RAF"},
      {"FOVb\1\2\3", "Sigma X3F"}};
  for (const auto& [file, name] : kFiles) {
    const std::string message = decode_error(bytes_of(file));
    EXPECT_THAT(message,
                StartsWith("it: this is a camera's RAW file (" + name + "), expected PNG"));
    EXPECT_THAT(message, EndsWith(" or JPEG XL: develop it first"));
  }
}

TEST(FileKindTest, TiffsOfAColourFilterArrayAreRaw) {
  constexpr int kColourFilterArray = 32803, kRgb = 2;
  const auto message = [](const std::vector<uint8_t>& file) { return decode_error(file); };
  EXPECT_THAT(message(raw_of("NIKON CORPORATION", kColourFilterArray)),
              StartsWith("it: this is a camera's RAW file (Nikon NEF)"));
  EXPECT_THAT(message(raw_of("SONY", kColourFilterArray)),
              StartsWith("it: this is a camera's RAW file (Sony ARW)"));
  EXPECT_THAT(message(raw_of("Leaf", kColourFilterArray)),
              StartsWith("it: this is a camera's RAW file (of a colour filter array)"));
  EXPECT_EQ(format_of_bytes(raw_of("NIKON CORPORATION", kRgb)), PictureFormat::kTiff);
  RawTiff dng;
  dng.put(1, 2);
  dng.entry(0xC612, 1, 4, 0x00000401);
  dng.put(0, 4);
  EXPECT_THAT(message(dng.bytes), StartsWith("it: this is a camera's RAW file (DNG)"));
}

TEST(FileKindTest, DirectoriesInACircleEnd) {
  RawTiff tiff;
  tiff.put(1, 2);
  tiff.entry(0x014A, 4, 1000, 8);  // directories below it, one of them itself
  tiff.put(8, 4);
  EXPECT_EQ(format_of_bytes(tiff.bytes), PictureFormat::kTiff);
}

TEST(FileKindTest, TiffsOfThePixelsOfACameraAreTiffs) {
  EXPECT_EQ(format_of_bytes(encode(noise_picture(PictureFormat::kTiff, 3))), PictureFormat::kTiff);
}

}  // namespace
}  // namespace kintsugi
