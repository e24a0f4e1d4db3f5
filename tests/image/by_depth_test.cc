#include "kintsugi/image/by_depth.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace kintsugi {
namespace {

Mask with_hole(Mask mask, const Box& box) {
  for (int y = box.top; y < box.bottom; ++y) std::fill_n(mask.row(y) + box.left, box.width(), 1);
  return mask;
}

// Fills holes with one value.
class Constant : public Inpainter {
 public:
  explicit Constant(int value) : value_(value) {}
  Filled fill(const Image& image, const Mask& mask, const Progress&) const override {
    Image result = image;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x)
        if (mask.is_hole(y, x)) result.set(y, x, 0, value_);
    return {result, {}};
  }

 private:
  int value_;
};

TEST(ByDepthTest, AScratchIsThinAndABlockIsDeepToItsCorners) {
  const Mask mask = with_hole(with_hole(Mask({100, 100}), {10, 0, 13, 100}), {50, 50, 70, 75});
  const SplitMask split = split_by_depth(mask, 3);
  EXPECT_TRUE(split.has_thin && split.has_deep);
  EXPECT_EQ(split.thin.num_holes(), 300);
  EXPECT_EQ(split.deep.num_holes(), 20 * 25);
  EXPECT_EQ(split.thin.row(60)[60], kNeither);
  EXPECT_EQ(split.deep.row(11)[50], kKnown);
}

TEST(ByDepthTest, BothMethodsFillTheirHolesAndNothingElse) {
  const Mask mask = with_hole(with_hole(Mask({60, 60}), {5, 5, 6, 55}), {25, 25, 45, 45});
  const auto method = by_depth(3, std::make_unique<Constant>(10), std::make_unique<Constant>(200));
  const Image result = method->fill(Image({60, 60}, 1), mask).image;
  EXPECT_EQ(result.at(5, 30, 0), 10);
  EXPECT_EQ(result.at(25, 25, 0), 200);
  EXPECT_EQ(result.at(50, 50, 0), 0);
}

}  // namespace
}  // namespace kintsugi
