#include <gmock/gmock.h>
#include <jxl/encode_cxx.h>

#include "kintsugi/picture/exif_block.h"
#include "kintsugi/picture/orientation.h"
#include "kintsugi/picture/pixel_rows.h"
#include "picture/sample_jpegs.h"
#include "picture/sample_metadata.h"
#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A JPEG XL made with libjxl's own functions, as other programs make them.
struct Maker {
  Maker() {
    JxlEncoderInitBasicInfo(&info);
    JxlColorEncodingSetToSRGB(&colours, JXL_FALSE);
    info.xsize = 24, info.ysize = 16;
  }

  std::vector<uint8_t> file() {
    const bool is_float = info.exponent_bits_per_sample > 0;
    const JxlPixelFormat format{3, is_float ? JXL_TYPE_FLOAT : JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN,
                                0};
    std::vector<uint8_t> pixels(info.xsize * info.ysize * format.num_channels * (is_float ? 4 : 1));
    if (!is_float) {
      for (size_t i = 0; i < pixels.size(); ++i) pixels[i] = uint8_t(i * 3 % 200);
    }
    EXPECT_EQ(JxlEncoderUseBoxes(encoder.get()), JXL_ENC_SUCCESS);
    EXPECT_EQ(JxlEncoderSetBasicInfo(encoder.get(), &info), JXL_ENC_SUCCESS);
    EXPECT_EQ(JxlEncoderSetColorEncoding(encoder.get(), &colours), JXL_ENC_SUCCESS);
    auto* settings = JxlEncoderFrameSettingsCreate(encoder.get(), nullptr);
    JxlEncoderSetFrameLossless(settings, info.uses_original_profile);
    for (const auto& [name, content] : boxes) {
      const auto* bytes = reinterpret_cast<const uint8_t*>(content.data());
      JxlEncoderAddBox(encoder.get(), name, bytes, content.size(), is_compressed);
    }
    JxlEncoderCloseBoxes(encoder.get());
    for (int i = 0; i < num_frames; ++i) {
      JxlFrameHeader header;
      JxlEncoderInitFrameHeader(&header);
      if (info.have_animation) header.duration = 1;
      JxlEncoderSetFrameHeader(settings, &header);
      EXPECT_EQ(JxlEncoderAddImageFrame(settings, &format, pixels.data(), pixels.size()),
                JXL_ENC_SUCCESS);
    }
    JxlEncoderCloseInput(encoder.get());
    return output();
  }

  std::vector<uint8_t> output() {
    std::vector<uint8_t> bytes(1 << 20);
    uint8_t* next = bytes.data();
    size_t left = bytes.size();
    EXPECT_EQ(JxlEncoderProcessOutput(encoder.get(), &next, &left), JXL_ENC_SUCCESS);
    bytes.resize(next - bytes.data());
    return bytes;
  }

  JxlEncoderPtr encoder = JxlEncoderMake(nullptr);
  JxlBasicInfo info;
  JxlColorEncoding colours;
  std::vector<std::pair<const char*, std::string>> boxes;
  bool is_compressed = false;
  int num_frames = 1;
};

TEST(CodecJxlTest, KeepsEveryPixelGreyOrColouredWithAndWithoutAlpha) {
  for (const int bits : {8, 16}) {
    for (int samples = 1; samples <= 4; ++samples) {
      for (const Size size : {Size{19, 23}, Size{4, 1}, Size{300, 270}}) {
        const Picture picture = noise_picture(PictureFormat::kJxl, samples, bits, size);
        std::vector<std::string> warnings;
        const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
        EXPECT_EQ(result.image, picture.image) << bits << " " << samples;
        EXPECT_EQ(result.alpha, picture.alpha) << bits << " " << samples;
        EXPECT_TRUE(result.is_lossless);
        EXPECT_EQ(result.format, PictureFormat::kJxl);
        EXPECT_EQ(result.file_bits, 0);
        EXPECT_THAT(warnings, IsEmpty());
        EXPECT_THAT(result.warnings, IsEmpty());
      }
    }
  }
}

TEST(CodecJxlTest, OtherDepthsStayWhatTheyAre) {
  for (const int bits : {1, 5, 10, 12, 14}) {
    Picture picture = noise_picture(PictureFormat::kJxl, 4, bits > 8 ? 16 : 8);
    picture.file_bits = bits;
    const Picture first = decode_picture(encode(picture), "it");
    const Picture second = decode_picture(encode(first), "it");
    EXPECT_EQ(first.file_bits, bits);
    EXPECT_EQ(first.image.bits(), bits > 8 ? 16 : 8);
    EXPECT_EQ(second.image, first.image) << bits;
    EXPECT_EQ(second.alpha, first.alpha) << bits;
  }
}

TEST(CodecJxlTest, FloatingPointIsRoundedWithAWarning) {
  Maker maker;
  maker.info.bits_per_sample = 32;
  maker.info.exponent_bits_per_sample = 8;
  const Picture picture = decode_picture(maker.file(), "it");
  EXPECT_EQ(picture.image.bits(), 16);
  EXPECT_THAT(picture.warnings,
              ElementsAre("this JPEG XL has 32 bits of floating point a channel: rounded to 16 "
                          "bits"));
}

TEST(CodecJxlTest, LossyFilesAreReadAndWhatIsReadStays) {
  Maker maker;
  const Picture picture = decode_picture(maker.file(), "it");
  EXPECT_FALSE(picture.is_lossless);
  EXPECT_TRUE(picture.metadata.icc.empty());
  EXPECT_NEAR(picture.image.at(8, 8, 1), (8 * 24 * 3 + 8 * 3 + 1) * 3 % 200, 60);
  const Picture result = decode_picture(encode(picture), "it");
  EXPECT_EQ(result.image, picture.image);
  EXPECT_TRUE(result.is_lossless);
}

TEST(CodecJxlTest, AJpegInsideIsReadAndWrittenAsItsPixels) {
  const std::vector<uint8_t> jpeg = make_jpeg(smooth_image({32, 48}, 3), {});
  Maker maker;
  JxlEncoderStoreJPEGMetadata(maker.encoder.get(), JXL_TRUE);
  auto* settings = JxlEncoderFrameSettingsCreate(maker.encoder.get(), nullptr);
  ASSERT_EQ(JxlEncoderAddJPEGFrame(settings, jpeg.data(), jpeg.size()), JXL_ENC_SUCCESS);
  JxlEncoderCloseInput(maker.encoder.get());
  const Picture picture = decode_picture(maker.output(), "it");
  EXPECT_FALSE(picture.is_lossless);
  EXPECT_THAT(picture.warnings, ElementsAre(HasSubstr("this JPEG XL holds a JPEG")));
  EXPECT_EQ(picture.image.size(), (Size{32, 48}));
  EXPECT_EQ(decode_picture(encode(picture), "it").image, picture.image);
}

TEST(CodecJxlTest, ProfilesExifAndXmpStay) {
  Picture picture = noise_picture(PictureFormat::kJxl, 3);
  picture.metadata.exif = make_exif({});
  picture.metadata.xmp = make_xmp("tiff:Orientation=\"1\">");
  for (const std::vector<uint8_t>& colours :
       {std::vector<uint8_t>{12, 13, 0, 1}, {11, 17, 0, 1}, {9, 16, 0, 1}, {1, 8, 0, 1}}) {
    picture.metadata.png_chunks = {{"cICP", colours}};
    const Picture result = decode_picture(encode(picture), "it");
    EXPECT_EQ(result.metadata.exif, picture.metadata.exif);
    EXPECT_EQ(result.metadata.xmp, picture.metadata.xmp);
    EXPECT_EQ(result.metadata.png_chunks, picture.metadata.png_chunks);
    EXPECT_EQ(result.image, picture.image);
  }
}

TEST(CodecJxlTest, ColoursWithoutANameStayAsAnIccProfile) {
  Maker maker;
  maker.info.uses_original_profile = JXL_TRUE;
  maker.colours.transfer_function = JXL_TRANSFER_FUNCTION_GAMMA;
  maker.colours.gamma = 0.4;
  const Picture picture = decode_picture(maker.file(), "it");
  EXPECT_GT(picture.metadata.icc.size(), 128u);
  EXPECT_THAT(picture.metadata.png_chunks, IsEmpty());
  std::vector<std::string> warnings;
  const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
  EXPECT_EQ(result.metadata.icc, picture.metadata.icc);
  EXPECT_EQ(result.image, picture.image);
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(CodecJxlTest, AProfileThatIsNoneIsLeftOutWithAWarning) {
  Picture picture = noise_picture(PictureFormat::kJxl, 3);
  picture.metadata.icc = {'n', 'o', 'n', 'e'};
  std::vector<std::string> warnings;
  testing::internal::CaptureStderr();  // libjxl's own messages
  const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
  testing::internal::GetCapturedStderr();
  EXPECT_EQ(result.image, picture.image);
  EXPECT_THAT(warnings, ElementsAre("JPEG XL takes no such ICC profile: it is left out"));
}

TEST(CodecJxlTest, NamedColoursBringAProfileForOtherFormats) {
  Picture picture = noise_picture(PictureFormat::kJxl, 3);
  picture.metadata.png_chunks = {{"cICP", {12, 13, 0, 1}}};
  Picture result = decode_picture(encode(picture), "it");
  EXPECT_GT(result.metadata.icc.size(), 128u);
  result.format = PictureFormat::kJpeg;
  EXPECT_EQ(decode_picture(encode(result), "it").metadata.icc, result.metadata.icc);
}

TEST(CodecJxlTest, CompressedBoxesAreRead) {
  const std::vector<uint8_t> exif = make_exif({});
  Maker maker;
  maker.is_compressed = true;
  maker.boxes = {{"Exif", std::string(4, '\0') + std::string(exif.begin(), exif.end())},
                 {"xml ", make_xmp(">") + std::string(300'000, ' ')}};
  const Picture picture = decode_picture(maker.file(), "it");
  EXPECT_EQ(picture.metadata.exif, exif);
  EXPECT_EQ(picture.metadata.xmp.size(), make_xmp(">").size() + 300'000);
}

TEST(CodecJxlTest, TheFilesOwnTurnIsAppliedAndExifsResetWithoutASecondTurn) {
  Maker plain;
  plain.info.uses_original_profile = JXL_TRUE;
  const Picture upright_picture = decode_picture(plain.file(), "it");
  for (const int orientation : {3, 6}) {
    const std::vector<uint8_t> exif =
        make_exif({.orientation = orientation, .width = 24, .height = 16});
    Maker maker;
    maker.info.uses_original_profile = JXL_TRUE;
    maker.info.orientation = static_cast<JxlOrientation>(orientation);
    maker.boxes = {{"Exif", std::string(4, '\0') + std::string(exif.begin(), exif.end())}};
    const Picture picture = decode_picture(maker.file(), "it");
    EXPECT_EQ(picture.image, upright(upright_picture.image, orientation));
    EXPECT_EQ(exif_orientation(picture.metadata.exif), 1);
    EXPECT_EQ(picture.turned, 1);
    EXPECT_EQ(decode_picture(encode(picture), "it").image, picture.image);
  }
}

TEST(CodecJxlTest, PremultipliedColoursAreDivided) {  // libjxl 0.7 reads such files alone
  Picture picture{.image = Image({1, 3}, 3)};
  picture.alpha = Image({1, 3}, 1);
  const int alphas[] = {0, 100, 255};
  for (int x = 0; x < 3; ++x) {
    picture.alpha->set(0, x, 0, alphas[x]);
    picture.image.set(0, x, 0, 50), picture.image.set(0, x, 1, 100),
        picture.image.set(0, x, 2, 200);
  }
  divide_by_alpha(picture);
  EXPECT_EQ(picture.image.at(0, 0, 0), 50);
  EXPECT_EQ(picture.image.at(0, 1, 0), 128);
  EXPECT_EQ(picture.image.at(0, 1, 1), 255);
  EXPECT_EQ(picture.image.at(0, 1, 2), 255);
  EXPECT_EQ(picture.image.at(0, 2, 2), 200);
}

TEST(CodecJxlTest, AnimationsAreErrors) {
  Maker maker;
  maker.info.have_animation = JXL_TRUE;
  maker.info.animation.tps_numerator = 10;
  maker.info.animation.tps_denominator = 1;
  maker.num_frames = 2;
  EXPECT_EQ(decode_error(maker.file()),
            "it: this is an animated JPEG XL, expected a still picture");
}

TEST(CodecJxlTest, OtherBoxesAreLeftOutWithAWarning) {
  Maker maker;
  maker.boxes = {{"jhgm", "gain map"}};
  EXPECT_THAT(decode_picture(maker.file(), "it").warnings,
              ElementsAre(HasSubstr("left out: an HDR gain map")));
}

TEST(CodecJxlTest, FilesCutShortAreErrors) {
  Picture picture = noise_picture(PictureFormat::kJxl, 3, 8, {9, 8});
  expect_errors_when_cut(encode(picture));
  picture.metadata.xmp = make_xmp(">");
  expect_errors_when_cut(encode(picture));
}

TEST(CodecJxlTest, PixelsAreCountedBeforeAnyIsDecoded) {
  EXPECT_THAT(decode_error(encode(noise_picture(PictureFormat::kJxl, 3)), {.max_pixels = 400}),
              HasSubstr("the picture is 23x19 (width x height), expected at most 400 pixels"));
}

TEST(CodecJxlTest, DamagedFilesGiveAPictureOrAnError) {
  const std::vector<uint8_t> whole = Maker().file();
  Random random(5);
  testing::internal::CaptureStderr();  // libjxl's own messages
  for (int i = 0; i < 200; ++i) {
    std::vector<uint8_t> file = whole;
    for (int k = 0; k < 3; ++k) file[random.integer(2, int(file.size()) - 1)] ^= 1 << k * 2;
    decode_error(file, {.max_pixels = 100'000});
  }
  testing::internal::GetCapturedStderr();
}

}  // namespace
}  // namespace kintsugi
