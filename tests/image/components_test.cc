#include "kintsugi/image/components.h"

#include <gmock/gmock.h>

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

void paint(const Box& box, Mask* mask) {
  for (int y = box.top; y < box.bottom; ++y) std::fill_n(mask->row(y) + box.left, box.width(), 1);
}

TEST(ComponentsTest, AMaskWithoutHolesHasNoGroups) {
  EXPECT_THAT(hole_groups(Mask({70, 100})), SizeIs(0));
}

TEST(ComponentsTest, HolesFarApartHaveTheirOwnTightBoxes) {
  Mask mask({300, 400});
  paint({10, 20, 15, 30}, &mask);
  paint({200, 350, 300, 400}, &mask);
  EXPECT_THAT(hole_groups(mask), ElementsAre(HoleGroup{{10, 20, 15, 30}, 50, 10},
                                             HoleGroup{{200, 350, 300, 400}, 5000, 100}));
}

TEST(ComponentsTest, ADiagonalLineIsOneGroup) {
  Mask mask({200, 200});
  for (int i = 0; i < 200; ++i) mask.row(i)[199 - i] = 1;
  EXPECT_THAT(hole_groups(mask), ElementsAre(HoleGroup{{0, 0, 200, 200}, 200, 28}));
}

TEST(ComponentsTest, AHoleInsideTheBoxOfAnotherJoinsIt) {
  Mask mask({400, 400});
  paint({0, 0, 400, 4}, &mask);  // an L around the speck
  paint({396, 0, 400, 400}, &mask);
  mask.row(100)[300] = 1;
  EXPECT_THAT(hole_groups(mask), SizeIs(1));
}

TEST(ComponentsTest, NoiseIsOneGroup) {
  Mask mask({512, 512});
  for (int y = 0; y < 512; ++y)
    for (int x = y % 2; x < 512; x += 2) mask.row(y)[x] = 1;
  EXPECT_THAT(hole_groups(mask), ElementsAre(HoleGroup{{0, 0, 512, 512}, 512 * 256, 512}));
}

TEST(ComponentsTest, JoiningGoesOnUntilNoPairWants) {
  // A joined pair reaches the third, which neither of the two did.
  const std::vector<HoleGroup> groups = {
      {{0, 0, 10, 10}, 100, 10}, {{0, 12, 10, 22}, 100, 9}, {{12, 30, 20, 40}, 100, 8}};
  const auto reach = [](const HoleGroup& group) {
    return group.box.grown(group.box.width() / 2, {100, 100});
  };
  const auto always = [](const HoleGroup&, const HoleGroup&) { return true; };
  EXPECT_THAT(join_groups(groups, reach, always), ElementsAre(HoleGroup{{0, 0, 20, 40}, 300, 10}));
}

}  // namespace
}  // namespace kintsugi
