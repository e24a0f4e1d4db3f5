#include "kintsugi/picture/jpeg_segments.h"

#include <gtest/gtest.h>

#include "picture/sample_jpegs.h"

namespace kintsugi {
namespace {

TEST(JpegSegmentsTest, TheEndIsTheFirstEndMarkerOutsideOfContents) {
  Bytes jpeg = make_jpeg(smooth_image({40, 40}, 3),
                         {.is_progressive = true, .markers = {{JPEG_COM, "\xFF\xD9 no end"}}});
  const size_t end = jpeg.size();
  EXPECT_EQ(end_of_jpeg(jpeg), end);
  jpeg.insert(jpeg.end(), {1, 2, 0xFF, 0xD9, 3});
  EXPECT_EQ(end_of_jpeg(jpeg), end);
  jpeg.resize(end - 1);
  EXPECT_EQ(end_of_jpeg(jpeg), end - 1);
}

TEST(JpegSegmentsTest, AnotherPictureEndsOneWithoutEndMarker) {
  const Bytes jpeg = make_jpeg(smooth_image({40, 40}, 3), {});
  Bytes file(jpeg.begin(), jpeg.end() - 2);
  file.insert(file.end(), jpeg.begin(), jpeg.end());
  EXPECT_EQ(end_of_jpeg(file), jpeg.size() - 2);
}

TEST(JpegSegmentsTest, FindsWhatFollowsAName) {
  const Bytes jpeg = make_jpeg(smooth_image({8, 8}, 1),
                               {.markers = {{JPEG_APP0 + 2, "other"}, {JPEG_APP0 + 2, "name: x"}}});
  const auto segment = find_segment(jpeg, JPEG_APP0 + 2, "name: ");
  ASSERT_TRUE(segment);
  EXPECT_EQ(segment->content_bytes, 1u);
  EXPECT_EQ(jpeg[segment->content_at], 'x');
  EXPECT_FALSE(find_segment(jpeg, JPEG_APP0 + 3, "name: "));
}

TEST(JpegSegmentsTest, LengthsBeyondTheFileAreNoContent) {
  const Bytes jpeg = {0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0x00, 1, 2, 0xFF, 0xD9};
  size_t at = 0;
  EXPECT_FALSE(next_segment(jpeg, at));
  EXPECT_EQ(at, jpeg.size());
}

}  // namespace
}  // namespace kintsugi
