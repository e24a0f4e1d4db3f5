#include "kintsugi/picture/png_metadata.h"

#include <gmock/gmock.h>

#include "kintsugi/picture/exif_block.h"
#include "kintsugi/picture/png_text.h"
#include "kintsugi/picture/raw_profile.h"
#include "picture/sample_metadata.h"
#include "picture/sample_pictures.h"
#include "picture/sample_pngs.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<uint8_t> plain_png(int samples = 3, int bits = 8) {
  return encode(noise_picture(PictureFormat::kPng, samples, bits, {5, 6}));
}

/// Read and written again; what was said is in `warnings`.
std::vector<uint8_t> rewritten(const std::vector<uint8_t>& png, std::vector<std::string>* warnings,
                               PictureFormat format = PictureFormat::kPng) {
  Picture picture = decode_picture(png, "it");
  picture.format = format;
  return encoded(picture, nullptr, warnings);
}

TEST(PngMetadataTest, ChunksAboutColourAndPlaceAreKeptInTheirOrder) {
  const std::vector<NamedBytes> before = {{"cICP", {9, 16, 0, 1}},
                                          {"mDCV", std::vector<uint8_t>(24, 7)},
                                          {"cLLI", {0, 0x98, 0x96, 0x80, 0, 0x3D, 9, 0}},
                                          {"gAMA", {0, 0, 0xB1, 0x8F}},
                                          {"cHRM", std::vector<uint8_t>(32, 1)},
                                          {"sRGB", {0}},
                                          {"sBIT", {10, 10, 10}},
                                          {"PLTE", {1, 2, 3, 4, 5, 6}},
                                          {"bKGD", {0, 1, 0, 2, 3, 4}},
                                          {"oFFs", {0, 0, 0, 1, 0, 0, 0, 2, 0}},
                                          {"pCAL", bytes_of("m")},
                                          {"sCAL", {1, '1', 0, '2'}},
                                          {"sTER", {1}},
                                          {"sPLT", bytes_of("few")},
                                          {"gIFg", {1, 2, 3, 4}},
                                          {"caNv", std::vector<uint8_t>(16, 1)},
                                          {"pHYs", {0, 0, 0x0B, 0x13, 0, 0, 0x0B, 0x13, 1}}};
  const std::vector<uint8_t> png = with_chunks(plain_png(3, 16), before);
  std::vector<std::string> warnings;
  const std::vector<uint8_t> result = rewritten(png, &warnings);
  EXPECT_THAT(warnings, IsEmpty());
  EXPECT_EQ(chunks_of(result), chunks_of(png));
}

TEST(PngMetadataTest, UnknownChunksAreKeptOnTheirSideOfThePixelsIfTheySayThatTheyMay) {
  const std::vector<uint8_t> png =
      with_chunks(plain_png(), {{"abCd", {1, 2}}, {"caBX", {3}}, {"iDOT", {4}}},
                  {{"zzZz", {}}, {"prVW", {5}}, {"prVW", {6}}, {"tEXt", bytes_of("end")}});
  std::vector<std::string> warnings;
  EXPECT_EQ(chunk_names(rewritten(png, &warnings)), "IHDR abCd IDAT zzZz tEXt IEND");
  EXPECT_THAT(warnings, ElementsAre("PNG chunks that may no longer hold are left out: caBX, prVW"));
}

TEST(PngMetadataTest, TextsKeepTheirFormLanguageAndPacking) {
  const std::string language(
      "Title\0\0\0de-AT\0Titel\0\xC3\x9C"
      "ber",
      25);
  UnpackBudget budget;
  const std::vector<NamedBytes> texts = {
      {"iTXt", bytes_of(language)},
      {"tEXt", bytes_of(std::string("Author\0Jos\xE9", 11))},
      {"zTXt", png_content("Comment", std::vector<uint8_t>(3000, 'x'), true)},
      {"tEXt", bytes_of("Long" + std::string(1, '\0') + std::string(3000, 'y'))}};
  const std::vector<uint8_t> png = with_chunks(plain_png(), texts, {texts[1]});
  std::vector<std::string> warnings;
  EXPECT_EQ(chunks_of(rewritten(png, &warnings)), chunks_of(png));
  EXPECT_THAT(warnings, IsEmpty());
  EXPECT_EQ(png_value("iTXt", texts[0].second, budget), bytes_of("\xC3\x9C"
                                                                 "ber"));
}

TEST(PngMetadataTest, TheTimeOfTheLastChangeIsRenewed) {
  const std::vector<uint8_t> old_time = {0x07, 0xCE, 1, 2, 3, 4, 5};  // in 1998
  const std::vector<uint8_t> result =
      rewritten(with_chunks(plain_png(), {{"tIME", old_time}}), nullptr);
  const std::vector<uint8_t> time = content_of(result, "tIME");
  ASSERT_EQ(time.size(), 7u);
  EXPECT_GE(time[0] << 8 | time[1], 2024);
  EXPECT_EQ(content_of(rewritten(plain_png(), nullptr), "tIME"), std::vector<uint8_t>());
}

TEST(PngMetadataTest, ChunksAboutPlaceAreTurnedWithThePixels) {
  const std::vector<uint8_t> png =
      with_chunks(plain_png(), {{"pHYs", {0, 0, 0, 1, 0, 0, 0, 2, 1}},
                                {"sCAL", {1, '0', '.', '5', 0, '2'}},
                                {"oFFs", {0, 0, 0, 1, 0, 0, 0, 2, 0}},
                                {"sTER", {1}},
                                {"eXIf", make_exif({.orientation = 6})}});
  std::vector<std::string> warnings;
  const std::vector<uint8_t> result = rewritten(png, &warnings);
  EXPECT_EQ(chunk_names(result), "IHDR sCAL pHYs eXIf IDAT IEND");
  EXPECT_THAT(content_of(result, "pHYs"), ElementsAre(0, 0, 0, 2, 0, 0, 0, 1, 1));
  EXPECT_THAT(content_of(result, "sCAL"), ElementsAre(1, '2', 0, '0', '.', '5'));
  EXPECT_THAT(warnings, ElementsAre("PNG chunks that may no longer hold are left out: oFFs, sTER"));
}

TEST(PngMetadataTest, AHistogramOfTheOldPixelsIsLeftOut) {
  const std::vector<uint8_t> png =
      with_chunks(plain_png(), {{"PLTE", {1, 2, 3}}, {"hIST", {0, 9}}});
  std::vector<std::string> warnings;
  EXPECT_EQ(chunk_names(rewritten(png, &warnings)), "IHDR PLTE IDAT IEND");
  EXPECT_THAT(warnings, ElementsAre("PNG chunks that may no longer hold are left out: hIST"));
}

TEST(PngMetadataTest, SignificantBitsOfAWrongLengthAreLeftOut) {
  std::vector<std::string> warnings;
  const std::vector<uint8_t> png = with_chunks(plain_png(), {{"sBIT", {5, 6, 5, 1, 1}}});
  EXPECT_EQ(chunk_names(rewritten(png, &warnings)), "IHDR IDAT IEND");
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("sBIT")));
}

TEST(PngMetadataTest, DamagedChunksAndBytesBehindTheEndAreNamedAndLeftOut) {
  std::vector<uint8_t> png = with_chunks(plain_png(), {{"tEXt", bytes_of("abcdef")}});
  const std::string word = "abcdef";
  *std::search(png.begin(), png.end(), word.begin(), word.end()) = 'X';
  png.insert(png.end(), 12, 0);
  const Picture picture = decode_picture(png, "it");
  EXPECT_THAT(picture.warnings,
              ElementsAre("damaged PNG chunks (wrong checksum) are left out: tEXt",
                          "the 12 bytes behind the end of the PNG are left out"));
  EXPECT_EQ(chunk_names(encode(picture)), "IHDR IDAT IEND");
}

TEST(PngMetadataTest, TheNewerFormOfExifCountsWhereThereAreTwo) {
  const std::string old_form = write_raw_profile("exif", with_exif_prefix(make_exif({.width = 1})));
  const std::vector<uint8_t> png = with_chunks(
      plain_png(), {{"zTXt", png_content("Raw profile type exif", bytes_of(old_form), true)},
                    {"eXIf", make_exif({.width = 2})}});
  EXPECT_EQ(decode_picture(png, "it").metadata.exif, make_exif({.width = 2}));
  EXPECT_EQ(chunk_names(rewritten(png, nullptr)), "IHDR eXIf IDAT IEND");
}

TEST(PngMetadataTest, XmpIsFoundPackedAndInTheOlderForm) {
  const std::string xmp = make_xmp(">");
  std::vector<uint8_t> packed = bytes_of(std::string("XML:com.adobe.xmp\0\1\0\0\0", 22));
  const std::vector<uint8_t> stream = png_content("", bytes_of(xmp), true);
  packed.insert(packed.end(), stream.begin() + 2, stream.end());
  const std::string app1 =
      write_raw_profile("APP1", bytes_of(std::string("http://ns.adobe.com/xap/1.0/\0", 29) + xmp));
  for (const NamedBytes& chunk :
       {NamedBytes{"iTXt", packed},
        NamedBytes{"tEXt", png_content("Raw profile type APP1", bytes_of(app1), false)}}) {
    const Metadata metadata = decode_picture(with_chunks(plain_png(), {chunk}), "it").metadata;
    EXPECT_EQ(metadata.xmp, xmp);
    EXPECT_THAT(metadata.exif, IsEmpty());
    EXPECT_THAT(metadata.png_chunks, IsEmpty());
  }
}

TEST(PngMetadataTest, UnpackingEndsAtItsBudget) {
  const std::vector<uint8_t> bomb = png_content("ICC", std::vector<uint8_t>(70 << 20), true);
  const Picture picture = decode_picture(with_chunks(plain_png(), {{"iCCP", bomb}}), "it");
  EXPECT_THAT(picture.metadata.icc, IsEmpty());
  EXPECT_THAT(picture.warnings, ElementsAre(HasSubstr("iCCP) is damaged or too large")));
}

TEST(PngMetadataTest, ManySmallChunksAreKept) {
  const std::vector<NamedBytes> many(20'000, NamedBytes{"tEXt", {'k', 0, 'v'}});
  std::vector<std::string> warnings;
  const std::vector<uint8_t> png = with_chunks(plain_png(), many);
  EXPECT_EQ(rewritten(png, &warnings), png);
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(PngMetadataTest, ColoursThatOtherFormatsCannotDescribeAreNamed) {
  std::vector<std::string> warnings;
  rewritten(with_chunks(plain_png(), {{"cICP", {9, 16, 0, 1}}, {"cLLI", {1, 2}}}), &warnings,
            PictureFormat::kWebp);
  EXPECT_THAT(warnings,
              ElementsAre("what the file says about its colours by numbers (cICP, cLLI) is "
                          "left out: they may look different"));
  warnings.clear();
  rewritten(with_chunks(plain_png(), {{"gAMA", {0, 0, 0xB1, 0x8F}}, {"cICP", {1, 13, 0, 1}}}),
            &warnings, PictureFormat::kWebp);
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(PngMetadataTest, ChunksThatOtherFormatsCannotHoldAreNamed) {
  const std::vector<uint8_t> png = with_chunks(plain_png(),
                                               {{"bKGD", {0, 1, 0, 2, 0, 3}},
                                                {"sCAL", {1, '1', 0, '2'}},
                                                {"pHYs", {0, 0, 0, 1, 0, 0, 0, 1, 1}},
                                                {"tIME", {7, 206, 1, 2, 3, 4, 5}}},
                                               {{"prVw", {1}}});
  for (const PictureFormat format : {PictureFormat::kJpeg, PictureFormat::kWebp}) {
    std::vector<std::string> warnings;
    rewritten(png, &warnings, format);
    EXPECT_THAT(warnings,
                ElementsAre("chunks that only a PNG can hold are left out: bKGD, sCAL, prVw"));
  }
}

}  // namespace
}  // namespace kintsugi
