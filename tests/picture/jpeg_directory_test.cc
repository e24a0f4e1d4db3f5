#include "kintsugi/picture/jpeg_directory.h"

#include <gmock/gmock.h>

#include "kintsugi/picture/jpeg_segments.h"
#include "picture/sample_trailers.h"

namespace kintsugi {
namespace {

Bytes jpeg_with_xmp(const std::string& xmp) {
  return make_jpeg(
      smooth_image({8, 8}, 1),
      {.markers = {{JPEG_APP0 + 1, std::string("http://ns.adobe.com/xap/1.0/\0", 29) + xmp}}});
}

std::string xmp_of(const Bytes& jpeg) {
  const auto place = find_segment(jpeg, JPEG_APP0 + 1, jpeg_names::kXmp);
  return {jpeg.begin() + place->content_at,
          jpeg.begin() + place->content_at + place->content_bytes};
}

TEST(JpegDirectoryTest, LengthsInXmpMayGainADigit) {
  Bytes jpeg = jpeg_with_xmp("<a Item:Length=\"998\"/><Item:Length>40</Item:Length>");
  const size_t num_bytes = jpeg.size();
  const Bytes file = jpeg;
  mend_jpeg_directories(jpeg, file, {{0, num_bytes, 0}, {num_bytes, num_bytes + 998, 1003}});
  EXPECT_EQ(xmp_of(jpeg), "<a Item:Length=\"1003\"/><Item:Length>40</Item:Length>");
  EXPECT_EQ(jpeg.size(), num_bytes + 1);
  EXPECT_EQ(end_of_jpeg(jpeg), jpeg.size());
}

TEST(JpegDirectoryTest, ThePictureMayStateItsOwnLength) {
  Bytes jpeg = jpeg_with_xmp("<a Item:Length=\"99\"/>");
  const Bytes file = jpeg;
  mend_jpeg_directories(jpeg, file, {{0, 99, 0}});
  EXPECT_EQ(xmp_of(jpeg), "<a Item:Length=\"" + std::to_string(jpeg.size()) + "\"/>");
}

TEST(JpegDirectoryTest, ForgettingTakesOutAttributesAndElements) {
  std::string xmp =
      "<d xmlns:hdrgm='x' hdrgm:Version='1.0' a='b' GCamera:MicroVideoOffset=\"5\">"
      "<hdrgm:GainMapMax><rdf:Seq/></hdrgm:GainMapMax><Container:Directory/>hdrgm:</d>";
  forget_jpeg_trailer(xmp);
  EXPECT_EQ(xmp, "<d xmlns:hdrgm='x'  a='b' >hdrgm:</d>");
}

}  // namespace
}  // namespace kintsugi
