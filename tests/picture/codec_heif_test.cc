#include <gmock/gmock.h>
#include <libheif/heif.h>

#include <algorithm>
#include <exiv2/exiv2.hpp>

#include "kintsugi/picture/exif_block.h"
#include "picture/sample_metadata.h"
#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

bool has_codec(PictureFormat format) {
  const auto codec = format == PictureFormat::kAvif ? heif_compression_AV1 : heif_compression_HEVC;
  return heif_have_encoder_for_format(codec) && heif_have_decoder_for_format(codec);
}

/// HEIC and AVIF, where libheif has their coders.
class CodecHeifTest : public testing::TestWithParam<PictureFormat> {
 protected:
  void SetUp() override {
    if (!has_codec(GetParam())) GTEST_SKIP() << "this libheif has no encoder or no decoder for it";
  }

  std::string name() const { return GetParam() == PictureFormat::kAvif ? "AVIF" : "HEIC"; }
};

INSTANTIATE_TEST_SUITE_P(, CodecHeifTest,
                         testing::Values(PictureFormat::kHeic, PictureFormat::kAvif),
                         [](const auto& test) {
                           return test.param == PictureFormat::kAvif ? "Avif" : "Heic";
                         });

/// A file as libheif's users make them: with loss, 4:2:0; `change` may add to it.
struct Maker {
  explicit Maker(PictureFormat file_format) : format(file_format) {}
  ~Maker() { heif_context_free(context); }
  Maker(const Maker&) = delete;

  /// Codes a picture with smooth colours.
  heif_image_handle* add(Size size, heif_orientation orientation = heif_orientation_normal) {
    heif_image* image = nullptr;
    heif_image_create(size.width, size.height, heif_colorspace_RGB, heif_chroma_interleaved_RGB,
                      &image);
    heif_image_add_plane(image, heif_channel_interleaved, size.width, size.height, 8);
    int stride = 0;
    uint8_t* plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
    const Image pixels = smooth_image(size, 3);
    for (int y = 0; y < size.height; ++y) {
      std::memcpy(plane + y * stride, pixels.row<uint8_t>(y), pixels.row_bytes());
    }
    heif_encoder* encoder = nullptr;
    heif_context_get_encoder_for_format(
        context, format == PictureFormat::kAvif ? heif_compression_AV1 : heif_compression_HEVC,
        &encoder);
    heif_encoder_set_lossy_quality(encoder, 90);
    heif_encoding_options* options = heif_encoding_options_alloc();
    options->image_orientation = orientation;
    heif_image_handle* handle = nullptr;
    heif_context_encode_image(context, image, encoder, options, &handle);
    heif_encoding_options_free(options);
    if (has_thumbnail) {
      heif_image_handle* thumbnail = nullptr;
      heif_context_encode_thumbnail(context, image, handle, encoder, nullptr, 16, &thumbnail);
      heif_image_handle_release(thumbnail);
    }
    heif_encoder_release(encoder);
    heif_image_release(image);
    return handle;
  }

  std::vector<uint8_t> file() {
    std::vector<uint8_t> bytes;
    heif_writer writer{1, [](heif_context*, const void* data, size_t size, void* to) {
                         const auto* from = static_cast<const uint8_t*>(data);
                         auto* all = static_cast<std::vector<uint8_t>*>(to);
                         all->insert(all->end(), from, from + size);
                         return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
                       }};
    heif_context_write(context, &writer, &bytes);
    return bytes;
  }

  PictureFormat format;
  bool has_thumbnail = false;
  heif_context* context = heif_context_alloc();
};

std::vector<uint8_t> lossy_file(PictureFormat format, Size size = {40, 64}) {
  Maker maker(format);
  heif_image_handle_release(maker.add(size));
  return maker.file();
}

TEST_P(CodecHeifTest, KeepsEveryPixelGreyOrColouredWithAndWithoutAlpha) {
  for (int samples = 1; samples <= 4; ++samples) {
    for (const Size size : {Size{19, 23}, Size{4, 1}, Size{64, 65}, Size{4, 130}}) {
      const Picture picture = noise_picture(GetParam(), samples, 8, size);
      const Picture result = decode_picture(encode(picture), "it");
      EXPECT_EQ(result.image, picture.image) << samples << " " << size;
      EXPECT_EQ(result.alpha, picture.alpha) << samples << " " << size;
      EXPECT_EQ(result.format, GetParam());
      EXPECT_EQ(result.file_bits, 0);
      EXPECT_THAT(result.warnings, IsEmpty());
    }
  }
}

/// A picture of values that a file of `bits` holds, at the 16 bits of an Image.
Picture deep_picture(PictureFormat format, int samples, int bits) {
  Picture picture = noise_picture(format, samples, 16);
  const int max = (1 << bits) - 1;
  const auto round = [&](Image& image) {
    for (int y = 0; y < image.height(); ++y)
      for (int i = 0; i < image.width() * image.channels(); ++i) {
        uint16_t& value = image.row<uint16_t>(y)[i];
        const int level = (value * max + 32767) / 65535;
        value = static_cast<uint16_t>((level * 65535 + max / 2) / max);
      }
  };
  round(picture.image);
  if (picture.alpha) round(*picture.alpha);
  picture.file_bits = bits;
  return picture;
}

TEST_P(CodecHeifTest, TenAndTwelveBitsStayWhatTheyAre) {
  for (const int bits : {10, 12}) {
    for (int samples = 1; samples <= 4; ++samples) {
      if (GetParam() == PictureFormat::kAvif && bits == 10) continue;  // see below
      const Picture picture = deep_picture(GetParam(), samples, bits);
      std::vector<std::string> warnings;
      const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
      EXPECT_EQ(result.image, picture.image) << bits << " " << samples;
      EXPECT_EQ(result.alpha, picture.alpha) << bits << " " << samples;
      EXPECT_EQ(result.file_bits, bits);
      EXPECT_THAT(warnings, IsEmpty());
    }
  }
}

TEST_P(CodecHeifTest, SixteenBitsAreRoundedToTwelveWithAWarning) {
  const Picture picture = noise_picture(GetParam(), 3, 16);
  std::vector<std::string> warnings;
  const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
  EXPECT_THAT(warnings, ElementsAre(name() + " cannot hold 16 bits a channel: rounded to 12"));
  EXPECT_NEAR(result.image.at(5, 6, 1), picture.image.at(5, 6, 1), 9);
}

TEST(CodecAvifTest, TenBitsAreKeptAmongTwelve) {
  if (!has_codec(PictureFormat::kAvif)) GTEST_SKIP() << "this libheif has no AV1 encoder";
  const Picture picture = deep_picture(PictureFormat::kAvif, 4, 10);
  std::vector<std::string> warnings;
  const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("12 bits a channel in place of 10")));
  for (int y = 0; y < picture.image.height(); ++y)
    for (int i = 0; i < picture.image.width() * 3; ++i) {
      ASSERT_EQ((picture.image.row<uint16_t>(y)[i] * 1023 + 32767) / 65535,
                (result.image.row<uint16_t>(y)[i] * 1023 + 32767) / 65535);
    }
}

TEST_P(CodecHeifTest, LossyFilesAreReadAndWhatIsReadStays) {
  const Picture picture = decode_picture(lossy_file(GetParam()), "it");
  EXPECT_FALSE(picture.is_lossless);
  const Image expected = smooth_image({40, 64}, 3);
  for (int y = 0; y < 40; ++y)
    for (int x = 0; x < 64; ++x)
      for (int c = 0; c < 3; ++c) {
        ASSERT_NEAR(picture.image.at(y, x, c), expected.at(y, x, c), 40) << y << " " << x;
      }
  const Picture result = decode_picture(encode(picture), "it");
  EXPECT_EQ(result.image, picture.image);
  EXPECT_TRUE(result.is_lossless);
}

TEST_P(CodecHeifTest, ProfilesExifXmpAndIptcStay) {
  for (const bool has_icc : {false, true}) {
    Picture picture = noise_picture(GetParam(), 3);
    picture.metadata.exif = make_exif({});
    picture.metadata.xmp = make_xmp("tiff:Orientation=\"1\">");
    picture.metadata.iptc = make_iptc();
    picture.metadata.png_chunks = {{"cICP", {12, 16, 0, 1}}};  // Display P3's primaries, PQ
    if (has_icc) picture.metadata.icc = make_icc();
    const Picture result = decode_picture(encode(picture), "it");
    EXPECT_EQ(result.image, picture.image);
    EXPECT_EQ(result.metadata.exif, picture.metadata.exif);
    EXPECT_EQ(result.metadata.xmp, picture.metadata.xmp);
    EXPECT_EQ(result.metadata.iptc, picture.metadata.iptc);
    EXPECT_EQ(result.metadata.icc, picture.metadata.icc);
    EXPECT_EQ(result.metadata.png_chunks, picture.metadata.png_chunks);
  }
}

TEST_P(CodecHeifTest, MetadataGoesToOtherFormatsAndBack) {
  Picture picture = noise_picture(GetParam(), 3);
  picture.metadata.exif = make_exif({});
  picture.metadata.xmp = make_xmp("tiff:Orientation=\"1\">");
  picture.metadata.icc = make_icc();
  for (const PictureFormat format :
       {PictureFormat::kPng, PictureFormat::kJpeg, PictureFormat::kWebp}) {
    Picture other = decode_picture(encode(picture), "it");
    other.format = format;
    other = decode_picture(encode(other), "it");
    other.format = GetParam();
    const Metadata result = decode_picture(encode(other), "it").metadata;
    EXPECT_EQ(result.exif, picture.metadata.exif);
    EXPECT_EQ(result.xmp, picture.metadata.xmp);
    EXPECT_EQ(result.icc, picture.metadata.icc);
  }
}

TEST_P(CodecHeifTest, TheFilesOwnTurnIsAppliedAndExifsResetWithoutASecondTurn) {
  Maker maker(GetParam());
  heif_image_handle* handle = maker.add({40, 64}, heif_orientation_rotate_90_cw);
  const std::vector<uint8_t> exif = make_exif({.orientation = 6, .width = 64, .height = 40});
  heif_context_add_exif_metadata(maker.context, handle, exif.data(), int(exif.size()));
  heif_image_handle_release(handle);
  const Picture picture = decode_picture(maker.file(), "it");
  EXPECT_EQ(picture.image.size(), (Size{64, 40}));
  EXPECT_EQ(picture.turned, 1);
  Exiv2::ExifData tags;
  const std::vector<uint8_t>& block = picture.metadata.exif;
  Exiv2::ExifParser::decode(tags, block.data(), uint32_t(block.size()));
  EXPECT_EQ(tags["Exif.Photo.PixelXDimension"].toString(), "40");
  EXPECT_EQ(tags["Exif.Photo.PixelYDimension"].toString(), "64");
  EXPECT_EQ(exif_orientation(picture.metadata.exif), 1);
  const Picture again = decode_picture(encode(picture), "it");
  EXPECT_EQ(again.image, picture.image);
}

TEST_P(CodecHeifTest, OtherPicturesAndThumbnailsAreLeftOutWithAWarning) {
  Maker maker(GetParam());
  maker.has_thumbnail = true;
  heif_image_handle_release(maker.add({40, 64}));
  maker.has_thumbnail = false;
  for (int i = 0; i < 2; ++i) heif_image_handle_release(maker.add({32, 32}));
  const Picture picture = decode_picture(maker.file(), "it");
  EXPECT_EQ(picture.image.size(), (Size{40, 64}));
  EXPECT_THAT(picture.warnings,
              ElementsAre("of this " + name() +
                          " the main picture alone is kept; left out: 2 other pictures, a "
                          "thumbnail"));
}

TEST_P(CodecHeifTest, AMotionPhotosVideoIsLeftOutWithAWarning) {
  std::vector<uint8_t> file = lossy_file(GetParam());
  const std::string video("\0\0\0\x10mpvdmovie...", 16);
  file.insert(file.end(), video.begin(), video.end());
  EXPECT_THAT(decode_picture(file, "it").warnings,
              ElementsAre(HasSubstr("left out: a motion photo's video")));
}

TEST_P(CodecHeifTest, AnimationsAreErrors) {
  std::vector<uint8_t> file = lossy_file(GetParam());
  const std::string brand = GetParam() == PictureFormat::kAvif ? "avis" : "hevc";
  std::copy(brand.begin(), brand.end(), file.begin() + 8);
  EXPECT_EQ(decode_error(file), "it: this is an animated " + name() + ", expected a still picture");
}

TEST_P(CodecHeifTest, FilesCutShortAreErrors) {
  expect_errors_when_cut(encode(noise_picture(GetParam(), 3, 8, {9, 8})));
}

TEST_P(CodecHeifTest, PixelsAreCountedBeforeAnyIsDecoded) {
  EXPECT_THAT(decode_error(lossy_file(GetParam()), {.max_pixels = 2500}),
              HasSubstr("the picture is 64x40 (width x height), expected at most 2500 pixels"));
}

TEST_P(CodecHeifTest, DamagedFilesGiveAPictureOrAnError) {
  const std::vector<uint8_t> whole = lossy_file(GetParam());
  Random random(5);
  for (int i = 0; i < 100; ++i) {
    std::vector<uint8_t> file = whole;
    for (int k = 0; k < 3; ++k) file[random.integer(12, int(file.size()) - 1)] ^= 1 << k * 2;
    decode_error(file, {.max_pixels = 100'000});
  }
}

}  // namespace
}  // namespace kintsugi
