#include "kintsugi/base/progress_line.h"

#include <gtest/gtest.h>

namespace kintsugi {
namespace {

TEST(ProgressLineTest, ShowsABarCountsAndTheTimeThatIsLeft) {
  EXPECT_EQ(progress_line(3, 12, 9, 45), "[#####-----------------] 3/12, 9 s, 27 s left");
  EXPECT_EQ(progress_line(1, 2, 75, 40), "[####-----] 1/2, 1:15 min, 1:15 min left");
}

TEST(ProgressLineTest, GuessesNothingAtTheBeginningAndAtTheEnd) {
  EXPECT_EQ(progress_line(0, 2, 0, 20), "[---------] 0/2, 0 s");
  EXPECT_EQ(progress_line(2, 2, 4, 20), "[#########] 2/2, 4 s");
}

TEST(ProgressLineTest, NeverExceedsTheWidth) {
  for (int width = 0; width < 100; ++width) {
    EXPECT_LE(progress_line(5, 10, 100, width).size(), static_cast<size_t>(width));
  }
}

}  // namespace
}  // namespace kintsugi
