#include <gmock/gmock.h>

#include <exiv2/exiv2.hpp>
#include <thread>

#include "kintsugi/picture/exif_block.h"
#include "kintsugi/picture/orientation.h"
#include "kintsugi/picture/png_text.h"
#include "kintsugi/picture/raw_profile.h"
#include "picture/sample_jpegs.h"
#include "picture/sample_metadata.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr PictureFormat kFormats[] = {PictureFormat::kPng, PictureFormat::kJpeg,
                                      PictureFormat::kWebp, PictureFormat::kTiff};

Picture picture_with_metadata(PictureFormat format) {
  Picture picture = noise_picture(format, 3);
  picture.metadata.exif = make_exif({});
  picture.metadata.icc = make_icc();
  picture.metadata.xmp = make_xmp("tiff:Orientation=\"1\">");
  return picture;
}

Exiv2::ExifData parse(const std::vector<uint8_t>& exif) {
  Exiv2::ExifData data;
  Exiv2::ExifParser::decode(data, exif.data(), uint32_t(exif.size()));
  return data;
}

TEST(MetadataTest, SurvivesInEveryFormatAndBetweenAllOfThem) {
  for (const PictureFormat from : kFormats) {
    for (const PictureFormat to : kFormats) {
      SCOPED_TRACE(testing::Message() << int(from) << " to " << int(to));
      const Picture start = picture_with_metadata(from);
      Picture picture = decode_picture(encode(start), "it");
      picture.format = to;
      picture.is_lossless = true;  // else WebP says that the file grows
      std::vector<std::string> warnings;
      const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
      EXPECT_THAT(warnings, ElementsAre());
      EXPECT_EQ(result.metadata.icc, start.metadata.icc);
      EXPECT_EQ(result.metadata.xmp, start.metadata.xmp);
      if (from != PictureFormat::kTiff && to != PictureFormat::kTiff) {
        EXPECT_EQ(result.metadata.exif, start.metadata.exif);
      }
      Exiv2::ExifData exif = parse(result.metadata.exif);
      EXPECT_EQ(exif["Exif.Image.Make"].toString(), "Kodakia");
      EXPECT_EQ(exif["Exif.Photo.PixelXDimension"].toString(), "23");
    }
  }
}

TEST(MetadataTest, IptcSurvivesWhereThereIsAPlaceForIt) {
  for (const PictureFormat format :
       {PictureFormat::kPng, PictureFormat::kJpeg, PictureFormat::kTiff}) {
    Picture picture = noise_picture(format, 3);
    picture.metadata.iptc = make_iptc();
    EXPECT_EQ(decode_picture(encode(picture), "it").metadata.iptc, make_iptc()) << int(format);
  }
}

TEST(MetadataTest, ExifInImageMagicksTextFormIsUnderstood) {
  const std::vector<uint8_t> exif = make_exif({.orientation = 3});
  Picture picture = noise_picture(PictureFormat::kPng, 1);
  const std::string text = write_raw_profile("exif", with_exif_prefix(exif));
  picture.metadata.png_chunks = {
      {"zTXt",
       png_content("Raw profile type exif", std::vector<uint8_t>(text.begin(), text.end()), true)}};
  const Picture result = decode_picture(encode(picture), "it");
  EXPECT_EQ(result.image, upright(picture.image, 3));
  EXPECT_TRUE(result.metadata.png_chunks.empty());
  EXPECT_EQ(result.metadata.exif, make_exif({}));
}

TEST(MetadataTest, PixelsOfLosslessFormatsAreTurnedAndTagsReset) {
  for (const PictureFormat format : {PictureFormat::kPng, PictureFormat::kWebp}) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      Picture picture = noise_picture(format, 4);
      picture.metadata.exif = make_exif({.orientation = orientation, .is_big_endian = true});
      picture.metadata.xmp =
          make_xmp("><tiff:Orientation>" + std::to_string(orientation) + "</tiff:Orientation>");
      const Picture result = decode_picture(encode(picture), "it");
      EXPECT_EQ(result.image, upright(picture.image, orientation));
      EXPECT_EQ(result.alpha, upright(*picture.alpha, orientation));
      const int width = result.image.width(), height = result.image.height();
      EXPECT_EQ(exif_orientation(result.metadata.exif), 1);
      EXPECT_EQ(parse(result.metadata.exif)["Exif.Photo.PixelXDimension"].toLong(), width);
      EXPECT_EQ(parse(result.metadata.exif)["Exif.Photo.PixelYDimension"].toLong(), height);
      EXPECT_EQ(result.metadata.xmp, make_xmp("><tiff:Orientation>1</tiff:Orientation>"));
    }
  }
}

TEST(MetadataTest, ThumbnailsGoOnlyWhenTheyAreWrong) {
  const std::string thumbnail = "what was there before";
  const auto has_thumbnail = [&](const std::vector<uint8_t>& file) {
    return std::search(file.begin(), file.end(), thumbnail.begin(), thumbnail.end()) != file.end();
  };
  for (const PictureFormat format : {PictureFormat::kPng, PictureFormat::kJpeg}) {
    Picture picture = noise_picture(format, 3);
    picture.metadata.exif = make_exif({.thumbnail = thumbnail});
    Mask changed({19, 23});
    std::vector<uint8_t> file = encoded(picture, &changed, nullptr);
    EXPECT_TRUE(has_thumbnail(file));
    EXPECT_TRUE(has_thumbnail(encoded(decode_picture(file, "it"), &changed, nullptr)));
    changed.row(5)[5] = 1;
    file = encoded(decode_picture(file, "it"), &changed, nullptr);
    EXPECT_FALSE(has_thumbnail(file));
    Exiv2::ExifData exif = parse(decode_picture(file, "it").metadata.exif);
    EXPECT_EQ(exif["Exif.Image.Make"].toString(), "Kodakia");
    EXPECT_EQ(exif.findKey(Exiv2::ExifKey("Exif.Thumbnail.JPEGInterchangeFormat")), exif.end());
  }
}

TEST(MetadataTest, BrokenExifBlocksAreLeftAlone) {
  const std::vector<uint8_t> whole = make_exif({.orientation = 6, .thumbnail = "thumb"});
  Random random(3);
  for (size_t size = 0; size <= whole.size(); ++size) {
    std::vector<uint8_t> exif(whole.begin(), whole.begin() + size);
    if (size > 8) exif[random.integer(8, int(size) - 1)] = random.integer(0, 255);
    exif_orientation(exif);
    reset_exif_orientation(exif, 6);
    EXPECT_LE(drop_exif_thumbnail(exif), size);
  }
}

TEST(MetadataTest, AnExifBoxSaysWhereItsBlockBegins) {
  const Bytes block = make_exif({});
  EXPECT_EQ(without_exif_offset(with_exif_offset(block)), block);
  Bytes box = {0, 0, 0, 6, 'E', 'x', 'i', 'f', 0, 0};
  box.insert(box.end(), block.begin(), block.end());
  EXPECT_EQ(without_exif_offset(box), block);
  box[0] = 1;
  EXPECT_TRUE(without_exif_offset(box).empty());
  EXPECT_TRUE(without_exif_offset(Bytes{0, 0, 0}).empty());
}

TEST(MetadataTest, RawProfilesThatAreNoneAreRefused) {
  EXPECT_EQ(parse_raw_profile("\nexif\n 3\n0102fF\n"), (std::vector<uint8_t>{1, 2, 255}));
  EXPECT_EQ(parse_raw_profile("\nexif\n 4\n0102ff\n"), std::nullopt);
  EXPECT_EQ(parse_raw_profile("\nexif\n 2\n01xx\n"), std::nullopt);
  EXPECT_EQ(parse_raw_profile("exif 99999999999999999999 00"), std::nullopt);
  EXPECT_EQ(parse_raw_profile(""), std::nullopt);
}

TEST(MetadataTest, BmpSaysWhatItLoses) {
  Picture picture = picture_with_metadata(PictureFormat::kBmp);
  std::vector<std::string> warnings;
  encoded(picture, nullptr, &warnings);
  EXPECT_THAT(warnings, ElementsAre("BMP cannot hold EXIF: it is left out",
                                    "BMP cannot hold an ICC profile: it is left out",
                                    "BMP cannot hold XMP: it is left out"));
}

TEST(MetadataTest, BlocksTooLargeForAJpegGiveAWarning) {
  Picture picture = noise_picture(PictureFormat::kJpeg, 3);
  picture.metadata.xmp = std::string(70000, ' ');
  picture.metadata.icc = make_icc();
  picture.metadata.icc.resize(200000);  // ICC is spread over several markers
  std::vector<std::string> warnings;
  const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
  EXPECT_THAT(warnings,
              ElementsAre("XMP has 70000 bytes, more than a JPEG can hold: it is left out"));
  EXPECT_EQ(result.metadata.icc, picture.metadata.icc);
}

TEST(MetadataTest, ManyThreadsMayReadAndWriteTiffsAtOnce) {
  const Picture picture = picture_with_metadata(PictureFormat::kTiff);
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(decode_picture(encode(picture), "it").metadata.xmp, picture.metadata.xmp);
      }
    });
  }
}

}  // namespace
}  // namespace kintsugi
