#include "kintsugi/data/holes.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(HolesTest, EachPainterComesAsOftenAsItsWeightSays) {
  const Holes holes({{.painter = HoleKind::kCentre, .weight = 1, .settings = {{"side", "0.5"}}},
                     {.painter = HoleKind::kCentre, .weight = 3, .settings = {{"side", "0.25"}}},
                     {.painter = HoleKind::kCentre, .weight = 0, .settings = {{"side", "1"}}}});
  int num_large = 0;
  for (int i = 0; i < 1000; ++i) {
    Random random(1, i);
    const long long pixels = holes.paint({8, 8}, random).num_holes();
    EXPECT_TRUE(pixels == 16 || pixels == 4) << pixels;
    num_large += pixels == 16;
  }
  EXPECT_NEAR(num_large, 250, 55);  // four deviations
}

TEST(HolesTest, SaysWhatIsWrong) {
  const auto expect_error = [](const std::vector<recipe::Hole>& holes, const char* message) {
    EXPECT_THAT([&] { Holes made(holes); }, ThrowsMessage<Error>(HasSubstr(message)));
  };
  expect_error({}, "has no painter of holes");
  expect_error({{.painter = HoleKind::kRegion}}, "give hole.region.bank");
  expect_error({{.painter = HoleKind::kCentre, .weight = -1}}, "expected 0 or more");
  expect_error({{.painter = HoleKind::kCentre, .weight = 0}}, "has no painter of holes");
}

}  // namespace
}  // namespace kintsugi::data
