#include "kintsugi/picture/jpeg_previews.h"

#include <gtest/gtest.h>

#include "picture/sample_jpegs.h"
#include "picture/sample_metadata.h"

namespace kintsugi {
namespace {

using namespace std::string_literals;

std::string without_preview(int marker, std::string content) {
  const std::span<uint8_t> bytes(reinterpret_cast<uint8_t*>(content.data()), content.size());
  return content.substr(0, drop_jpeg_preview(marker, bytes));
}

TEST(JpegPreviewsTest, TheirMarkersLoseThem) {
  EXPECT_EQ(without_preview(0xE0, "JFXX\0pixels"s), "");
  EXPECT_EQ(without_preview(0xE0, "JFIF\0\1\2\1\0\x48\0\x48\1\1RGB"s),
            "JFIF\0\1\2\1\0\x48\0\x48\0\0"s);
  const auto exif = make_exif({.thumbnail = "a preview"});
  const std::string left =
      without_preview(0xE1, "Exif\0\0"s + std::string(exif.begin(), exif.end()));
  EXPECT_EQ(left.find("a preview"), left.npos);
  EXPECT_NE(left.find("Kodakia"), left.npos);
}

TEST(JpegPreviewsTest, PhotoshopsOtherResourcesStay) {
  const std::string title = "8BIM\4\4\0\0\0\0\0\5title\0"s;
  const std::string old = "8BIM\4\x09\3abc\0\0\0\2xy"s, preview = "8BIM\4\x0C\0\0\0\0\0\4jpeg"s;
  const std::string cut = "8BIM\4\x0C\0\0\0\0\1\0only the begin"s, name = "Photoshop 3.0\0"s;
  EXPECT_EQ(without_preview(0xED, name + preview + title + old + title + cut),
            name + title + title + cut);
  EXPECT_EQ(without_preview(0xED, name + preview), name);
}

TEST(JpegPreviewsTest, OtherMarkersStayAsTheyAre) {
  for (const auto& content : {"JFIF\0\1"s, "JFIF\0"s, "other"s, ""s, "Photoshop 3.0\0odd"s}) {
    for (const int marker : {0xE0, 0xE1, 0xED, 0xFE}) {
      EXPECT_EQ(without_preview(marker, content), content);
    }
  }
}

TEST(JpegPreviewsTest, AFilledFileShowsNothingOfWhatItWas) {
  const auto jpeg =
      make_jpeg(smooth_image({32, 32}, 3),
                {.markers = {{JPEG_APP0 + 13, "Photoshop 3.0\0008BIM\4\x0C\0\0\0\0\0\4jpeg"s}}});
  Mask changed({32, 32});
  changed.row(3)[3] = 1;
  const auto filled = encoded(decode_picture(jpeg, "it"), &changed, nullptr);
  EXPECT_EQ(read_jpeg(filled).markers.back().content, "Photoshop 3.0\0"s);
}

}  // namespace
}  // namespace kintsugi
