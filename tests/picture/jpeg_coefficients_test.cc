#include "kintsugi/picture/jpeg_coefficients.h"

#include <gmock/gmock.h>

#include "kintsugi/picture/jpeg_metadata.h"
#include "picture/sample_jpegs.h"

namespace kintsugi {
namespace {

/// Inverts the pixels of `changed`.
void change(Picture& picture, const Mask& changed) {
  for (int y = 0; y < changed.height(); ++y)
    for (int x = 0; x < changed.width(); ++x)
      for (int c = 0; changed.at(y, x) && c < picture.image.channels(); ++c) {
        picture.image.set(y, x, c, 255 - picture.image.at(y, x, c));
      }
}

/// Whether the block at row y, column x covers a changed pixel, seen from the pixels.
bool is_touched(const Mask& changed, int y, int x, int pixels_high, int pixels_wide) {
  for (int py = y * pixels_high; py < (y + 1) * pixels_high && py < changed.height(); ++py)
    for (int px = x * pixels_wide; px < (x + 1) * pixels_wide && px < changed.width(); ++px)
      if (changed.at(py, px)) return true;
  return false;
}

/// Mends the pixels of `changed` in `jpeg` and compares what the files before and after hold.
void expect_only_touched_blocks_change(const std::vector<uint8_t>& jpeg, const Mask& changed) {
  Picture picture = decode_picture(jpeg, "it");
  change(picture, changed);
  const JpegContent before = read_jpeg(jpeg);
  std::vector<std::string> warnings;
  const JpegContent after = read_jpeg(encoded(picture, &changed, &warnings));
  EXPECT_THAT(warnings, testing::Each(testing::HasSubstr("known pixels differ from the input")));
  EXPECT_EQ(after.is_progressive, before.is_progressive);
  EXPECT_EQ(after.is_arithmetic, before.is_arithmetic);
  ASSERT_EQ(after.components.size(), before.components.size());
  int most_vertical = 0, most_horizontal = 0;
  for (const JpegContent::Component& component : before.components) {
    most_vertical = std::max(most_vertical, component.vertical);
    most_horizontal = std::max(most_horizontal, component.horizontal);
  }
  for (size_t i = 0; i < before.components.size(); ++i) {
    const auto &old = before.components[i], &fresh = after.components[i];
    EXPECT_EQ(fresh.quantization, old.quantization);
    EXPECT_EQ(fresh.vertical, old.vertical);
    EXPECT_EQ(fresh.horizontal, old.horizontal);
    ASSERT_EQ(fresh.blocks.size(), old.blocks.size());
    int num_changed = 0;
    for (int y = 0; y < old.height; ++y)
      for (int x = 0; x < old.width; ++x) {
        const bool is_same = old.blocks[y * old.width + x] == fresh.blocks[y * old.width + x];
        const bool may_change = is_touched(changed, y, x, 8 * most_vertical / old.vertical,
                                           8 * most_horizontal / old.horizontal);
        EXPECT_TRUE(is_same || may_change) << "component " << i << ", block " << y << " " << x;
        num_changed += !is_same;
      }
    EXPECT_GT(num_changed, 0) << "component " << i;
  }
}

/// Three spots: two small ones, and one in the last row and column.
Mask spots(Size size) {
  Mask mask(size);
  for (int y = 20; y < 27; ++y) std::fill_n(mask.row(y) + 9, 13, 1);
  std::fill_n(mask.row(size.height / 2) + size.width / 2, 3, 1);
  mask.row(size.height - 1)[size.width - 1] = 1;
  return mask;
}

struct Case {
  std::string name;
  int channels;
  JpegOptions options;
};

void PrintTo(const Case& sample, std::ostream* out) { *out << sample.name; }

class JpegCoefficientsTest : public testing::TestWithParam<Case> {};

TEST_P(JpegCoefficientsTest, OnlyTouchedBlocksChange) {
  for (const Size size : {Size{64, 96}, Size{61, 83}, Size{33, 49}, Size{300, 50}}) {
    SCOPED_TRACE(testing::Message() << size);
    const Image image = smooth_image(size, GetParam().channels);
    expect_only_touched_blocks_change(make_jpeg(image, GetParam().options), spots(size));
  }
}

TEST_P(JpegCoefficientsTest, ChangedPixelsAreThere) {
  const Size size = {203, 211};
  const auto jpeg = make_jpeg(smooth_image(size, GetParam().channels), GetParam().options);
  Picture picture = decode_picture(jpeg, "it");
  Mask changed(size);
  // The hole has the rims of whole blocks, whatever the factors: 96 is divisible by 8, 16, 24, 32.
  for (int y = 96; y < 192; ++y) std::fill_n(changed.row(y) + 96, 96, 1);
  for (int y = 96; y < 192; ++y)
    for (int x = 96; x < 192; ++x)
      for (int c = 0; c < picture.image.channels(); ++c) picture.image.set(y, x, c, 200 - 40 * c);
  const Picture result = decode_picture(encoded(picture, &changed, nullptr), "it");
  for (int y = 100; y < 188; ++y)
    for (int x = 100; x < 188; ++x)
      for (int c = 0; c < picture.image.channels(); ++c) {
        ASSERT_NEAR(result.image.at(y, x, c), 200 - 40 * c, 6) << y << " " << x << " " << c;
      }
  EXPECT_EQ(result.image.crop({0, 0, 94, 211}), picture.image.crop({0, 0, 94, 211}));
}

TEST_P(JpegCoefficientsTest, WithoutAMaskAllBlocksAreEncodedAnew) {
  const auto jpeg = make_jpeg(smooth_image({61, 83}, GetParam().channels), GetParam().options);
  Picture picture = decode_picture(jpeg, "it");
  change(picture, spots({61, 83}));
  const Picture result = decode_picture(encoded(picture, nullptr, nullptr), "it");
  const JpegContent before = read_jpeg(jpeg), after = read_jpeg(*result.source);
  EXPECT_EQ(after.components[0].quantization, before.components[0].quantization);
  EXPECT_EQ(after.components[0].vertical, before.components[0].vertical);
  EXPECT_NEAR(result.image.at(23, 15, 0), picture.image.at(23, 15, 0), 60);
}

TEST_P(JpegCoefficientsTest, WithoutAChangeTheFileStaysAsItIs) {
  const auto jpeg = make_jpeg(smooth_image({61, 83}, GetParam().channels), GetParam().options);
  const Mask nothing({61, 83});
  EXPECT_EQ(encoded(decode_picture(jpeg, "it"), &nothing, nullptr), jpeg);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, JpegCoefficientsTest,
    testing::Values(
        Case{"Grey", 1, {}}, Case{"ProgressiveGrey", 1, {.is_progressive = true}},
        Case{"GreyOfOddFactors", 1, {.luma_factors = {2, 2}}}, Case{"Full", 3, {}},
        Case{"Halved", 3, {.luma_factors = {1, 2}}},
        Case{"HalvedUpright", 3, {.luma_factors = {2, 1}}},
        Case{"Quartered", 3, {.luma_factors = {2, 2}}}, Case{"Eighth", 3, {.luma_factors = {2, 4}}},
        Case{"ProgressiveFull", 3, {.is_progressive = true}},
        Case{"ProgressiveQuartered", 3, {.luma_factors = {2, 2}, .is_progressive = true}},
        Case{"Rgb", 3, {.is_rgb = true}}, Case{"QuarteredAcross", 3, {.luma_factors = {1, 4}}},
        Case{"QuarteredUpright", 3, {.luma_factors = {4, 1}}},
        Case{"ThirdAcross", 3, {.luma_factors = {1, 3}}},
        Case{"ThirdUpright", 3, {.luma_factors = {3, 1}, .is_progressive = true}},
        Case{"FineChroma", 3, {.luma_factors = {1, 1}, .chroma_factors = {2, 2}}},
        Case{"MixedFactors", 3, {.luma_factors = {2, 1}, .chroma_factors = {1, 2}}},
        Case{"Arithmetic", 3, {.luma_factors = {2, 2}, .is_arithmetic = true}},
        Case{"ArithmeticGrey", 1, {.is_arithmetic = true}}, Case{"Cmyk", 4, {}},
        Case{"PlainCmyk", 4, {.has_adobe_marker = false}},
        Case{"Ycck", 4, {.luma_factors = {2, 2}, .is_ycck = true}},
        Case{"ProgressiveYcck", 4, {.is_progressive = true, .is_ycck = true}},
        Case{"ArithmeticCmyk", 4, {.is_arithmetic = true}},
        Case{"ProgressiveArithmetic", 3, {.is_progressive = true, .is_arithmetic = true}}),
    [](const auto& sample) { return sample.param.name; });

TEST(JpegCoefficientsMarkersTest, AllMarkersStayButStalePreviews) {
  const std::string comment = "made by hand", unknown = "XYZ\0something";
  const auto jpeg = make_jpeg(smooth_image({32, 32}, 3),
                              {.markers = {{JPEG_COM, comment},
                                           {JPEG_APP0 + 7, unknown},
                                           {JPEG_APP0, std::string("JFXX\0thumb", 10)}}});
  Picture picture = decode_picture(jpeg, "it");
  Mask changed({32, 32});
  changed.row(3)[3] = 1;
  const JpegContent result = read_jpeg(encoded(picture, &changed, nullptr));
  ASSERT_EQ(result.markers.size(), 3u);
  EXPECT_EQ(result.markers[0].marker, JPEG_APP0);
  EXPECT_EQ(result.markers[0].content.substr(0, 4), "JFIF");
  EXPECT_EQ(result.markers[1].content, comment);
  EXPECT_EQ(result.markers[2].content, unknown);
}

TEST(JpegCoefficientsMarkersTest, ASourceOfAnotherFormatHasNoCoefficients) {
  Picture picture = decode_picture(make_jpeg(smooth_image({32, 32}, 3), {}), "it");
  picture.source = std::make_shared<const std::vector<uint8_t>>(32, 'x');
  std::vector<std::string> warnings;
  EXPECT_EQ(decode_picture(encoded(picture, nullptr, &warnings), "it").image.size(),
            picture.image.size());
  EXPECT_THAT(warnings, testing::ElementsAre());
}

TEST(JpegCoefficientsMarkersTest, PicturesOfAnotherSizeAreEncodedAfresh) {
  Picture picture = decode_picture(make_jpeg(smooth_image({32, 32}, 3), {}), "it");
  picture.image = picture.image.crop({0, 0, 20, 30});
  EXPECT_FALSE(can_patch_jpeg(picture));
  EXPECT_EQ(decode_picture(encode(picture), "it").image.size(), (Size{20, 30}));
}

/// A grey JPEG whose first row of blocks climbs to DC values that no picture has: legal to write,
/// as the steps are small.
Bytes steep_jpeg(const JpegOptions& options) {
  const Bytes jpeg = make_jpeg(smooth_image({16, 320}, 1), options);
  JpegErrors errors;
  JpegReader reader(errors, jpeg);
  JpegWriter writer(errors);
  jvirt_barray_ptr* blocks = jpeg_read_coefficients(reader.get());
  const auto common = reinterpret_cast<j_common_ptr>(reader.get());
  JBLOCKARRAY rows = reader->mem->access_virt_barray(common, blocks[0], 0, 1, TRUE);
  for (int x = 0; x < 40; ++x) rows[0][x][0] = 500 * std::min(x, 40 - x);
  jpeg_copy_critical_parameters(reader.get(), writer.get());
  jpeg_write_coefficients(writer.get(), blocks);
  copy_jpeg_markers(errors, reader, writer);
  jpeg_finish_compress(writer.get());
  return writer.bytes();
}

TEST(JpegCoefficientsMarkersTest, CoefficientsThatCannotBeWrittenAgainAreEncodedAnewWithAWarning) {
  // The markers before them fill more than libjpeg's first buffer.
  const Bytes jpeg = steep_jpeg({.markers = {{JPEG_APP0 + 9, std::string(60000, 'm')}}});
  Picture picture = decode_picture(jpeg, "it");
  Mask changed(picture.image.size());
  for (int y = 0; y < 8; ++y) std::fill_n(changed.row(y) + 160, 8, 1);
  change(picture, changed);
  std::vector<std::string> warnings;
  const Picture result = decode_picture(encoded(picture, &changed, &warnings), "it");
  EXPECT_EQ(result.image.size(), picture.image.size());
  EXPECT_THAT(warnings, testing::Contains(testing::HasSubstr("all of the JPEG is encoded anew")));
}

}  // namespace
}  // namespace kintsugi
