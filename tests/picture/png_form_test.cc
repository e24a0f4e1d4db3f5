#include "kintsugi/picture/png_form.h"

#include <gmock/gmock.h>

#include "picture/sample_pictures.h"
#include "picture/sample_pngs.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A picture as a palette PNG of `num_colours` gives it; the first colour is half transparent.
Picture palette_picture(int num_colours, bool has_alpha = false) {
  Picture picture{.image = Image({20, 20}, 3), .format = PictureFormat::kPng};
  if (has_alpha) {
    picture.alpha = Image({20, 20}, 1);
    picture.palette_alpha = {128};
  }
  for (int i = 0; i < num_colours; ++i) {
    picture.palette.push_back({uint8_t(i), uint8_t(255 - i), uint8_t(i * 7)});
  }
  for (int i = 0; i < 400; ++i) {
    for (int c = 0; c < 3; ++c) {
      picture.image.set(i / 20, i % 20, c, picture.palette[i % num_colours][c]);
    }
    if (has_alpha) picture.alpha->set(i / 20, i % 20, 0, i % num_colours == 0 ? 128 : 255);
  }
  return picture;
}

/// IHDR's bit depth and colour type.
std::pair<int, int> form_of(const std::vector<uint8_t>& png) {
  const std::vector<uint8_t> header = content_of(png, "IHDR");
  return {header[8], header[9]};
}

TEST(PngFormTest, PalettesStayWithTheirOrderAndTheColoursThatAreNew) {
  for (const bool has_alpha : {false, true}) {
    for (const auto& [num_colours, bits] : {std::pair{2, 2}, {3, 2}, {4, 4}, {16, 8}, {255, 8}}) {
      Picture picture = palette_picture(num_colours, has_alpha);
      for (int c = 0; c < 3; ++c) picture.image.set(7, 8, c, 99);
      std::vector<std::string> warnings;
      const std::vector<uint8_t> png = encoded(picture, nullptr, &warnings);
      EXPECT_EQ(form_of(png), std::pair(bits, PNG_COLOR_TYPE_PALETTE)) << num_colours;
      EXPECT_THAT(warnings, IsEmpty());
      const Picture result = decode_picture(png, "it");
      EXPECT_EQ(result.image, picture.image);
      EXPECT_EQ(result.alpha, picture.alpha);
      ASSERT_GT(result.palette.size(), picture.palette.size());
      EXPECT_TRUE(
          std::equal(picture.palette.begin(), picture.palette.end(), result.palette.begin()));
    }
  }
}

TEST(PngFormTest, NewColoursTakeTheNumbersOfUnusedOnesInAFullPalette) {
  Picture picture = palette_picture(256, true);
  for (int i = 0; i < 400; ++i) {  // none of the palette's
    for (int c = 0; c < 3; ++c) {
      picture.image.set(i / 20, i % 20, c, i < 156 ? 200 + 50 * (c == i % 3) - i : 0);
    }
    picture.alpha->set(i / 20, i % 20, 0, 255);
  }
  for (int c = 0; c < 3; ++c) picture.image.set(19, 19, c, picture.palette[20][c]);
  picture.metadata.png_chunks = {{"bKGD", {20}}};
  std::vector<std::string> warnings;
  const std::vector<uint8_t> png = encoded(picture, nullptr, &warnings);
  EXPECT_EQ(form_of(png), std::pair(8, PNG_COLOR_TYPE_PALETTE));
  EXPECT_THAT(warnings, IsEmpty());
  const Picture result = decode_picture(png, "it");
  EXPECT_EQ(result.image, picture.image);
  EXPECT_EQ(result.palette[20], picture.palette[20]);
  EXPECT_THAT(content_of(png, "bKGD"), ElementsAre(20));
  // A background of a colour that has made room for another no longer holds.
  picture.metadata.png_chunks = {{"bKGD", {3}}};
  EXPECT_EQ(chunk_names(encoded(picture, nullptr, &warnings)), "IHDR PLTE IDAT IEND");
  EXPECT_THAT(warnings, ElementsAre("PNG chunks that may no longer hold are left out: bKGD"));
}

TEST(PngFormTest, MoreThan256ColoursBecomeRgbWithAWarning) {
  Picture picture = palette_picture(256);
  picture.image.set(3, 3, 0, 77);
  std::vector<std::string> warnings;
  const std::vector<uint8_t> png = encoded(picture, nullptr, &warnings);
  EXPECT_EQ(form_of(png), std::pair(8, PNG_COLOR_TYPE_RGB));
  EXPECT_THAT(warnings, ElementsAre("the picture has more than 256 colours now: its palette is "
                                    "given up, it is written as 24-bit RGB"));
  EXPECT_EQ(decode_picture(png, "it").image, picture.image);
}

TEST(PngFormTest, GreyOfFewBitsStaysSo) {
  for (const int bits : {1, 2, 4}) {
    const int most = (1 << bits) - 1;
    Picture picture{.image = noise_image({9, 11}, 1), .stored_bits = bits};
    Image expected({9, 11}, 1);
    for (int y = 0; y < 9; ++y) {
      for (int x = 0; x < 11; ++x) {
        if (y < 5) picture.image.set(y, x, 0, picture.image.at(y, x, 0) % (most + 1) * 255 / most);
        expected.set(y, x, 0, std::lround(picture.image.at(y, x, 0) * most / 255.0) * 255 / most);
      }
    }
    const std::vector<uint8_t> png = encode(picture);
    EXPECT_EQ(form_of(png), std::pair(bits, PNG_COLOR_TYPE_GRAY));
    const Picture result = decode_picture(png, "it");
    EXPECT_EQ(result.image, expected);  // the first five rows are as they were
    EXPECT_EQ(result.stored_bits, bits);
  }
}

TEST(PngFormTest, GreyOfFewBitsWithAlphaGetsEight) {
  Picture picture{.image = Image({4, 4}, 1), .stored_bits = 2};
  picture.alpha = noise_image({4, 4}, 1);
  picture.image.set(1, 1, 0, 170);
  picture.metadata.png_chunks = {{"bKGD", {0, 2}}, {"sBIT", {2}}};
  std::vector<std::string> warnings;
  const std::vector<uint8_t> png = encoded(picture, nullptr, &warnings);
  EXPECT_EQ(form_of(png), std::pair(8, PNG_COLOR_TYPE_GRAY_ALPHA));
  EXPECT_THAT(warnings, ElementsAre("2-bit grey is written with 8 bits and alpha"));
  EXPECT_EQ(decode_picture(png, "it").image, picture.image);
  EXPECT_THAT(content_of(png, "bKGD"), ElementsAre(0, 170));
  EXPECT_THAT(content_of(png, "sBIT"), ElementsAre(2, 8));
}

TEST(PngFormTest, ChunksFollowAPaletteThatStaysAndOneThatGoes) {
  Picture picture = palette_picture(256, true);
  picture.metadata.png_chunks = {{"bKGD", {3}}, {"sBIT", {5, 6, 5}}};
  const std::vector<uint8_t> same = encode(picture);
  EXPECT_EQ(chunk_names(same), "IHDR sBIT PLTE tRNS bKGD IDAT IEND");
  EXPECT_THAT(content_of(same, "bKGD"), ElementsAre(3));
  picture.image.set(3, 3, 0, 77);
  const std::vector<uint8_t> changed = encode(picture);
  EXPECT_EQ(form_of(changed), std::pair(8, PNG_COLOR_TYPE_RGB_ALPHA));
  EXPECT_THAT(content_of(changed, "bKGD"), ElementsAre(0, 3, 0, 252, 0, 21));
  EXPECT_THAT(content_of(changed, "sBIT"), ElementsAre(5, 6, 5, 8));
}

}  // namespace
}  // namespace kintsugi
