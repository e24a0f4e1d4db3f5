#include "kintsugi/eval/pictures.h"

#include <gtest/gtest.h>

#include "eval/samples.h"

namespace kintsugi::eval {
namespace {

TEST(PicturesTest, PreparedIsRgbOf8Bits) {
  Image grey({12, 12}, 1, 16);
  grey.set(3, 4, 0, 65535);
  grey.set(5, 6, 0, 257 * 100);
  const Image image = prepared(grey, 0);
  EXPECT_EQ(image.channels(), 3);
  EXPECT_EQ(image.bits(), 8);
  for (int c = 0; c < 3; ++c) {
    EXPECT_EQ(image.at(3, 4, c), 255);
    EXPECT_EQ(image.at(5, 6, c), 100);
  }
}

TEST(PicturesTest, PreparedIsTheSquareInTheMiddle) {
  Image image({20, 40}, 3);
  for (int y = 0; y < 20; ++y)
    for (int x = 10; x < 30; ++x) image.set(y, x, 1, 200);  // the square in the middle
  const Image square = prepared(image, 10);
  EXPECT_EQ(square.size(), (Size{10, 10}));
  for (int y = 0; y < 10; ++y)
    for (int x = 0; x < 10; ++x) EXPECT_EQ(square.at(y, x, 1), 200);
}

TEST(PicturesTest, StemsHaveNeitherFoldersNorExtensions) {
  EXPECT_EQ(stem_of("a/b.c.jpg"), "a_b.c");
  EXPECT_EQ(stem_of("../x.png"), ".._x");
}

}  // namespace
}  // namespace kintsugi::eval
