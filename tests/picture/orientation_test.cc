#include "kintsugi/picture/orientation.h"

#include <gtest/gtest.h>

#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

TEST(OrientationTest, PutsEveryPixelWhereExifSays) {
  const Image stored = noise_image({2, 3}, 3, 16);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Image result = upright(stored, orientation);
    const bool is_turned = orientation >= 5;
    ASSERT_EQ(result.size(), is_turned ? (Size{3, 2}) : (Size{2, 3}));
    for (int y = 0; y < 2; ++y)
      for (int x = 0; x < 3; ++x) {
        // Row 0 of the stored pixels is the top, bottom, left or right; column 0 likewise.
        const bool row_from_end =
            orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        const bool column_from_end =
            orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        const int row = row_from_end ? 1 - y : y, column = column_from_end ? 2 - x : x;
        for (int c = 0; c < 3; ++c) {
          EXPECT_EQ(is_turned ? result.at(column, row, c) : result.at(row, column, c),
                    stored.at(y, x, c))
              << orientation;
        }
      }
  }
}

}  // namespace
}  // namespace kintsugi
