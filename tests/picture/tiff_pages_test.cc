#include "kintsugi/picture/tiff_pages.h"

#include <gmock/gmock.h>

#include "kintsugi/picture/tiff_directory.h"
#include "kintsugi/picture/tiff_io.h"
#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

struct PageOptions {
  const char* mode = "w";
  int subfile_type = 0;
};

void write_page(TIFF* tiff, const Image& image, const std::string& description,
                const PageOptions& options) {
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, image.width());
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, image.height());
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, image.bits());
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, options.subfile_type);
  TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, description.c_str());
  TIFFSetField(tiff, TIFFTAG_ARTIST, "Jo");
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 300.0);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 200.0);
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  const float white[2] = {0.3127f, 0.3290f};
  TIFFSetField(tiff, TIFFTAG_WHITEPOINT, white);
  TIFFSetField(tiff, TIFFTAG_MAXSAMPLEVALUE, 250);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 4);
  for (int y = 0; y < image.height(); ++y) {
    Image row = image.crop({y, 0, y + 1, image.width()});
    TIFFWriteScanline(tiff, row.row<uint8_t>(0), y, 0);
  }
  TIFFWriteDirectory(tiff);
}

// A TIFF on disk, for libtiff's modes: "w8" is BigTIFF, "wb" of big-endian numbers.
std::vector<uint8_t> tiff_of_pages(const std::vector<Image>& pages, const PageOptions& options = {},
                                   int subfile_of_last = 0) {
  const std::string path = testing::TempDir() + "/pages.tif";
  TIFF* tiff = TIFFOpen(path.c_str(), options.mode);
  for (size_t i = 0; i < pages.size(); ++i) {
    const bool is_last = i + 1 == pages.size();
    write_page(tiff, pages[i], "page " + std::to_string(i + 1),
               {.subfile_type = is_last ? subfile_of_last : 0});
  }
  TIFFClose(tiff);
  std::vector<uint8_t> bytes;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  for (int c; (c = std::fgetc(file)) != EOF;) bytes.push_back(static_cast<uint8_t>(c));
  std::fclose(file);
  return bytes;
}

std::vector<Image> noise_pages(int count, int bits = 8) {
  std::vector<Image> pages;
  for (int i = 0; i < count; ++i) pages.push_back(noise_image({9 + i, 11}, 1, bits, i + 1));
  return pages;
}

std::string text_of(const std::vector<uint8_t>& bytes, int page, uint32_t tag) {
  const TiffFile file(bytes);
  EXPECT_TRUE(TIFFSetDirectory(file.get(), page - 1));
  const char* text = nullptr;
  return TIFFGetField(file.get(), tag, &text) ? text : "";
}

TEST(TiffPagesTest, TheOthersAreKeptAndThePageIsReplaced) {
  for (const char* mode : {"wl", "wb", "wl8", "wb8"}) {
    for (const int bits : {8, 16}) {
      SCOPED_TRACE(mode);
      const std::vector<Image> pages = noise_pages(3, bits);
      const std::vector<uint8_t> bytes = tiff_of_pages(pages, {.mode = mode});
      Picture picture = decode_picture(bytes, "it", {.page = 2});
      ASSERT_EQ(picture.image, pages[1]);
      picture.image.set(3, 4, 0, 77);
      std::vector<std::string> warnings;
      const std::vector<uint8_t> result = encoded(picture, nullptr, &warnings);
      EXPECT_THAT(warnings, ElementsAre());
      EXPECT_EQ(decode_picture(result, "it", {.page = 1}).image, pages[0]);
      EXPECT_EQ(decode_picture(result, "it", {.page = 2}).image, picture.image);
      EXPECT_EQ(decode_picture(result, "it", {.page = 3}).image, pages[2]);
      for (int page = 1; page <= 3; ++page) {
        EXPECT_EQ(text_of(result, page, TIFFTAG_IMAGEDESCRIPTION), "page " + std::to_string(page));
        EXPECT_EQ(text_of(result, page, TIFFTAG_ARTIST), "Jo");
      }
      EXPECT_EQ(read_tiff_directories(result).is_big, std::string(mode).ends_with("8"));
    }
  }
}

TEST(TiffPagesTest, TagsOfABigTiffSurvive) {
  const std::vector<uint8_t> bytes = tiff_of_pages(noise_pages(1), {.mode = "w8"});
  const Picture picture = decode_picture(bytes, "it");
  const std::vector<uint8_t> result = encode(picture);
  EXPECT_EQ(text_of(result, 1, TIFFTAG_IMAGEDESCRIPTION), "page 1");
  EXPECT_EQ(text_of(result, 1, TIFFTAG_ARTIST), "Jo");
  const TiffFile file(result);
  EXPECT_EQ(file.value<float>(TIFFTAG_XRESOLUTION), 300);
  EXPECT_EQ(file.value<float>(TIFFTAG_YRESOLUTION), 200);
  float* white = nullptr;
  ASSERT_TRUE(TIFFGetField(file.get(), TIFFTAG_WHITEPOINT, &white));
  EXPECT_FLOAT_EQ(white[0], 0.3127f);
}

TEST(TiffPagesTest, TagsAboutColourSurviveInEitherByteOrder) {
  for (const char* mode : {"wl", "wb", "w8"}) {
    SCOPED_TRACE(mode);
    const std::vector<uint8_t> result =
        encode(decode_picture(tiff_of_pages(noise_pages(1), {.mode = mode}), "it"));
    const TiffFile file(result);
    float* white = nullptr;
    ASSERT_TRUE(TIFFGetField(file.get(), TIFFTAG_WHITEPOINT, &white));
    EXPECT_FLOAT_EQ(white[1], 0.3290f);
    uint16_t most = 0;
    ASSERT_TRUE(TIFFGetField(file.get(), TIFFTAG_MAXSAMPLEVALUE, &most));
    EXPECT_EQ(most, 250);
  }
}

TEST(TiffPagesTest, OtherFormatsSayThatPagesAreLeftOut) {
  Picture picture = decode_picture(tiff_of_pages(noise_pages(3)), "it");
  picture.format = PictureFormat::kPng;
  std::vector<std::string> warnings;
  encoded(picture, nullptr, &warnings);
  EXPECT_THAT(warnings, Contains("the TIFF's other pages are left out: 2"));
}

TEST(TiffPagesTest, SmallerCopiesShowWhatWasFilledAndAreLeftOut) {
  const std::vector<uint8_t> bytes = tiff_of_pages(noise_pages(2), {}, FILETYPE_REDUCEDIMAGE);
  std::vector<std::string> warnings;
  const std::vector<uint8_t> result =
      encoded(decode_picture(bytes, "it"), nullptr, &warnings);
  EXPECT_THAT(warnings, ElementsAre("smaller copies of the picture in the TIFF are left out: 1"));
  EXPECT_EQ(tiff_pages(result).count, 1);
}

TEST(TiffPagesTest, PagesThatAreNotThereAreErrors) {
  EXPECT_EQ(decode_error(tiff_of_pages(noise_pages(2)), {.page = 3}),
            "it: the TIFF has 2 pages, expected page 3");
  EXPECT_EQ(decode_error(encode(noise_picture(PictureFormat::kPng, 1)), {.page = 2}),
            "it: the file has one page, expected page 2");
}

TEST(TiffPagesTest, DirectoriesInCirclesAndBeyondTheEndAreErrors) {
  std::vector<uint8_t> bytes = tiff_of_pages(noise_pages(2));
  const auto error = [](const std::vector<uint8_t>& file) -> std::string {
    try {
      read_tiff_directories(file);
    } catch (const Error& found) {
      return found.what();
    }
    return "";
  };
  EXPECT_EQ(error(bytes), "");
  for (size_t size = 0; size < bytes.size(); size += 7) {
    error({bytes.begin(), bytes.begin() + size});  // must end, with an Error or without
  }
  // The second directory links to itself.
  TiffDirectories directories = read_tiff_directories(bytes);
  EXPECT_EQ(directories.pages.size(), 2u);
  const size_t first = bytes[4] | bytes[5] << 8 | bytes[6] << 16;
  const size_t link = first + 2 + 12 * (bytes[first] | bytes[first + 1] << 8);
  std::copy_n(bytes.begin() + 4, 4, bytes.begin() + link);
  EXPECT_THAT(error(bytes), HasSubstr("its directories go in circles"));
}

// Thirty directories of 65,535 tags each, all of them in the same bytes.
TEST(TiffPagesTest, DirectoriesThatShareTheirBytesWithoutEndAreErrors) {
  constexpr size_t kFirst = 8, kEntry = 12, kCount = 65535, kDirectories = 30;
  std::vector<uint8_t> bytes = {'M', 'M', 0, 42, 0, 0, 0, kFirst, 255, 255};
  for (size_t i = 0; i < kCount + kDirectories; ++i) {
    const std::array<uint8_t, kEntry> entry = {200, 0, 0, 1, 0, 0, 0, 0, 0, 0, 255, 255};
    bytes.insert(bytes.end(), entry.begin(), entry.end());
  }
  bytes.resize(bytes.size() + 4);
  for (size_t i = 0; i < kDirectories; ++i) {
    const size_t link = kFirst + 2 + kEntry * (i + kCount);
    const size_t next = i + 1 < kDirectories ? kFirst + kEntry * (i + 1) : 0;
    for (size_t k = 0; k < 4; ++k) bytes[link + k] = next >> (24 - 8 * k) & 255;
  }
  try {
    read_tiff_directories(bytes);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("its parts are larger than the file"));
  }
}

}  // namespace
}  // namespace kintsugi
