#include "kintsugi/picture/jpeg_trailer.h"

#include <gmock/gmock.h>

#include "kintsugi/picture/jpeg_directory.h"
#include "kintsugi/picture/jpeg_segments.h"
#include "picture/sample_trailers.h"

namespace kintsugi {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr int kApp1 = JPEG_APP0 + 1, kApp2 = JPEG_APP0 + 2;

Bytes part(ByteView bytes, size_t begin, size_t end) {
  return {bytes.begin() + begin, bytes.begin() + end};
}

uint32_t number(ByteView bytes, size_t at) {
  return uint32_t{bytes[at]} << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
}

Mask square(Size size, int top, int left, int side) {
  Mask mask(size);
  for (int y = top; y < top + side; ++y) std::fill_n(mask.row(y) + left, side, 1);
  return mask;
}

/// Expects that all that is said in the file about its parts is right.
void expect_sound(const Bytes& file, const Bytes& video) {
  const JpegTrailer trailer = find_jpeg_trailer(file);
  ASSERT_EQ(trailer.pictures.size(), 1u);
  EXPECT_TRUE(trailer.has_video);
  const TrailerPicture map = trailer.pictures[0];
  EXPECT_TRUE(map.is_gain_map);
  EXPECT_EQ(map.begin, 0u);
  EXPECT_EQ(part(trailer.bytes, map.end, trailer.bytes.size()), video);

  const auto xmp = find_segment(file, kApp1, jpeg_names::kXmp);
  ASSERT_TRUE(xmp);
  const Bytes packet = part(file, xmp->content_at, xmp->content_at + xmp->content_bytes);
  EXPECT_THAT(std::string(packet.begin(), packet.end()),
              HasSubstr("Item:Length=\"" + std::to_string(map.end) + "\"/></rdf:li><rdf:li"));

  const auto mpf = find_segment(file, kApp2, jpeg_names::kMpf);
  ASSERT_TRUE(mpf);
  const size_t entries = mpf->content_at + 50;
  EXPECT_EQ(number(file, entries + 4), trailer.begin);
  EXPECT_EQ(number(file, entries + 16 + 4), map.end);
  EXPECT_EQ(mpf->content_at + number(file, entries + 16 + 8), trailer.begin);
}

TEST(JpegTrailerTest, WhatLiesBehindThePictureStaysAndIsFoundAgain) {
  const PhoneFile phone = make_phone_file(smooth_image({128, 192}, 3), smooth_image({32, 48}, 1));
  expect_sound(phone.bytes, phone.video);
  Picture picture = decode_picture(phone.bytes, "it");
  EXPECT_THAT(picture.warnings, ElementsAre());
  picture.image.paste(noise_image({40, 40}, 3), 30, 50);
  const Mask changed = square({128, 192}, 30, 50, 40);
  std::vector<std::string> warnings;
  const Bytes result = encoded(picture, &changed, &warnings);
  EXPECT_THAT(warnings, Contains(HasSubstr("a video: what lies there is kept as it is")));
  EXPECT_NE(result.size(), phone.bytes.size());
  expect_sound(result, phone.video);
}

TEST(JpegTrailerTest, TheGainMapIsFilledUnderTheHole) {
  Image gains = smooth_image({32, 48}, 1);
  for (int y = 8; y < 16; ++y) std::fill_n(gains.row<uint8_t>(y) + 16, 8, 255);  // a lamp
  const PhoneFile phone = make_phone_file(smooth_image({128, 192}, 3), gains);
  const Picture picture = decode_picture(phone.bytes, "it");
  const Mask changed = square({128, 192}, 28, 60, 40);  // the lamp and a pixel of gains around it
  const Bytes result = encoded(picture, &changed, nullptr);
  const JpegTrailer trailer = find_jpeg_trailer(result);
  ASSERT_EQ(trailer.pictures.size(), 1u);
  const Bytes map = part(trailer.bytes, 0, trailer.pictures[0].end);
  const Image filled = decode_picture(map, "map").image;
  for (int y = 8; y < 16; ++y)
    for (int x = 16; x < 24; ++x) EXPECT_LT(filled.at(y, x, 0), 200) << y << " " << x;
  const JpegContent before = read_jpeg(phone.gain_map), after = read_jpeg(map);
  const auto &old = before.components[0], &fresh = after.components[0];
  for (int block : {0, 1, 5, 18, 23}) EXPECT_EQ(fresh.blocks[block], old.blocks[block]) << block;
  EXPECT_NE(fresh.blocks[8], old.blocks[8]);
}

TEST(JpegTrailerTest, TheGainMapTurnsWithThePicture) {
  // The second cannot be turned without loss: it stays as it is stored, with its map.
  for (const auto& [size, map_size] :
       {std::pair(Size{128, 192}, Size{48, 32}), std::pair(Size{130, 194}, Size{32, 48})}) {
    const PhoneFile phone = make_phone_file(smooth_image(size, 3), smooth_image({32, 48}, 1), 6);
    const Picture picture = decode_picture(phone.bytes, "it");
    EXPECT_EQ(picture.image.size(), (Size{size.width, size.height}));
    expect_sound(*picture.source, phone.video);
    const JpegTrailer trailer = find_jpeg_trailer(*picture.source);
    const Bytes map = part(trailer.bytes, 0, trailer.pictures[0].end);
    EXPECT_EQ(decode_picture(map, "map").image.size(), map_size);
  }
}

TEST(JpegTrailerTest, FurtherPicturesAndUnknownBytesStayAsTheyAre) {
  const Bytes first = make_jpeg(smooth_image({32, 32}, 3), {});
  const Bytes second = make_jpeg(smooth_image({16, 16}, 3), {});
  Bytes file = first;
  file.insert(file.end(), second.begin(), second.end());
  for (const char c : std::string("\0\0SEFH....SEFT", 14)) file.push_back(c);
  const Mask changed = square({32, 32}, 3, 3, 4);
  std::vector<std::string> warnings;
  const Bytes result = encoded(decode_picture(file, "it"), &changed, &warnings);
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("behind the picture lies a further picture")));
  const size_t num_bytes = file.size() - first.size();
  EXPECT_EQ(part(result, result.size() - num_bytes, result.size()),
            part(file, first.size(), file.size()));
}

TEST(JpegTrailerTest, AnotherFormatLosesItWithAWarning) {
  const PhoneFile phone = make_phone_file(smooth_image({128, 192}, 3), smooth_image({32, 48}, 1));
  Picture picture = decode_picture(phone.bytes, "it");
  picture.format = PictureFormat::kPng;
  std::vector<std::string> warnings;
  const Picture result = decode_picture(encoded(picture, nullptr, &warnings), "it");
  EXPECT_THAT(warnings,
              ElementsAre(HasSubstr("bytes behind the end of the JPEG (a video) are left"),
                          HasSubstr("HDR is lost")));
  EXPECT_THAT(result.metadata.xmp, Not(HasSubstr("Container:Directory")));
  EXPECT_THAT(result.metadata.xmp, Not(HasSubstr("GCamera:MotionPhoto=")));
  EXPECT_THAT(result.metadata.xmp, Not(HasSubstr("hdrgm:Version")));
  EXPECT_THAT(result.metadata.xmp, HasSubstr("xmp:Label=\"Montañas\""));
}

TEST(JpegTrailerTest, AGainMapBehindAMissingEndMarkerIsKept) {
  const PhoneFile phone = make_phone_file(smooth_image({128, 192}, 3), smooth_image({32, 48}, 1));
  const size_t end = end_of_jpeg(phone.bytes);
  Bytes file = part(phone.bytes, 0, end - 2);
  mend_jpeg_directories(file, phone.bytes, {{0, end, end - 2}});
  file.insert(file.end(), phone.bytes.begin() + end, phone.bytes.end());
  const Picture picture = decode_picture(file, "it");
  EXPECT_THAT(picture.warnings, ElementsAre("the first picture of this JPEG has no end marker"));
  EXPECT_EQ(*picture.source, phone.bytes);
}

TEST(JpegTrailerTest, OnlyWhatHasNoEndMarkerIsClosed) {
  Bytes jpeg = make_jpeg(smooth_image({16, 16}, 3), {});
  EXPECT_FALSE(close_jpeg(jpeg));
  jpeg.resize(jpeg.size() - 2);
  EXPECT_FALSE(close_jpeg(jpeg));  // nothing follows
}

TEST(JpegTrailerTest, BrokenDirectoriesDoNoHarm) {
  const PhoneFile phone = make_phone_file(smooth_image({48, 64}, 3), smooth_image({12, 16}, 1), 6);
  const size_t headers = find_segment(phone.bytes, kApp2, jpeg_names::kMpf)->content_at + 90;
  const Mask changed = square({64, 48}, 3, 3, 4);
  for (size_t at = 0; at < headers; ++at) {
    for (const uint8_t value : {0, 255}) {
      Bytes bytes = phone.bytes;
      bytes[at] = value;
      try {
        const Picture picture = decode_picture(bytes, "it", {.accepts_damage = true});
        if (picture.image.size() == changed.size()) encoded(picture, &changed, nullptr);
      } catch (const Error&) {
      }
    }
  }
}

}  // namespace
}  // namespace kintsugi
