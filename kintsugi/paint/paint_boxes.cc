#include <algorithm>
#include <cmath>

#include "kintsugi/error.h"
#include "kintsugi/paint/hole_ratio.h"
#include "kintsugi/paint/painters.h"
#include "kintsugi/paint/raster.h"

namespace kintsugi {
namespace {

int shorter_side(Size size) { return std::min(size.height, size.width); }

// A whole number of pixels, at least one and at most the side.
int side_in_px(double side, int most) {
  return static_cast<int>(std::lround(std::clamp(side, 1.0, 1.0 * most)));
}

Box box_at(int top, int left, Size size) {
  return {top, left, top + size.height, left + size.width};
}

Box box_anywhere(Size box, Size picture, Random& random) {
  const int top = random.integer(0, picture.height - box.height);
  return box_at(top, random.integer(0, picture.width - box.width), box);
}

// Whole pixels between the two ends of `side`, each equally likely.
int pick_side_px(const Lengths& side, int side_px, int most, Random& random) {
  const Range px = side.in_px(side_px);
  return random.integer(side_in_px(px.low, most), side_in_px(px.high, most));
}

class CentrePainter : public Painter {
 public:
  explicit CentrePainter(const CentreOptions& options) : options_(options) {
    check(options.side.high > 0, "centre's side is ", options.side, ", expected more than 0");
  }

  Mask paint(Size size, Random& random) const override {
    Mask mask(size);
    const int most = shorter_side(size);
    const int side = pick_side_px(options_.side, most, most, random);
    fill_box(mask, box_at((size.height - side) / 2, (size.width - side) / 2, {side, side}));
    return mask;
  }

 private:
  CentreOptions options_;
};

class BlocksPainter : public Painter {
 public:
  explicit BlocksPainter(const BlocksOptions& options) : options_(options) {
    check(options.count.low >= 1, "blocks' count is ", options.count, ", expected 1 or more");
    check(options.side.high > 0, "blocks' side is ", options.side, ", expected more than 0");
    check_ratio(options.ratio);
    check_ratio({0, options.max_ratio});
  }

  Mask paint(Size size, Random& random) const override {
    if (is_wanted(options_.ratio)) {
      return paint_to_ratio(
          "blocks", size, options_.ratio, random,
          [&](Mask& mask, const ShapeWish& wish, Random& r) { add_block(mask, wish.scale, r); });
    }
    return paint_below(options_.max_ratio, size, random);
  }

 private:
  // Blocks that would go beyond the ratio are left out, but for the first: another is drawn.
  Mask paint_below(double max_ratio, Size size, Random& random) const {
    const double most = max_ratio * static_cast<double>(size.area());
    const int count = options_.count.pick_integer(random);
    Mask mask(size);
    for (int i = 0, draws = 0; i < count; ++i, ++draws) {
      Mask next = mask;
      add_block(next, 1, random);
      if (static_cast<double>(next.num_holes()) <= most) {
        mask = std::move(next);
      } else if (mask.num_holes() == 0) {
        check(draws < 100, "blocks with sides of ", options_.side, " cover more than ", max_ratio,
              " of a mask of ", size, ": expected smaller ones or a larger max-ratio");
        --i;
      }
    }
    return mask;
  }

  void add_block(Mask& mask, double scale, Random& random) const {
    const int most = shorter_side(mask.size());
    const int side = side_in_px(scale * pick_side_px(options_.side, most, most, random), most);
    fill_box(mask, box_anywhere({side, side}, mask.size(), random));
  }

  BlocksOptions options_;
};

class RectanglePainter : public Painter {
 public:
  explicit RectanglePainter(const RectangleOptions& options) : options_(options) {
    check(options.count.low >= 1, "rectangle's count is ", options.count, ", expected 1 or more");
    check(options.side.high > 0, "rectangle's side is ", options.side, ", expected more than 0");
    check(options.deviation >= 0, "rectangle's deviation is ", options.deviation,
          ", expected 0 or more");
    check_ratio(options.ratio);
  }

  Mask paint(Size size, Random& random) const override {
    if (is_wanted(options_.ratio)) {
      return paint_to_ratio(
          "rectangle", size, options_.ratio, random,
          [&](Mask& mask, const ShapeWish& wish, Random& r) {
            fill_box(mask, placed(of_area(wish.area_px, mask.size(), r), mask.size(), r));
          });
    }
    Mask mask(size);
    const int count = options_.count.pick_integer(random);
    for (int i = 0; i < count; ++i) {
      const int height = pick_side_px(options_.side, size.height, size.height, random);
      const int width = pick_side_px(options_.side, size.width, size.width, random);
      fill_box(mask, placed({height, width}, size, random));
    }
    return mask;
  }

 private:
  // A rectangle of about that area, from half to twice as high for its width as the picture is.
  static Size of_area(double area_px, Size size, Random& random) {
    const double aspect = std::exp2(random.uniform(-1, 1)) * size.height / size.width;
    const int height = side_in_px(std::sqrt(area_px * aspect), size.height);
    return {height, side_in_px(area_px / height, size.width)};
  }

  int corner(int side, int box_side, Random& random) const {
    const int last = side - box_side;
    if (options_.corner == BoxCorner::kUniform) return random.integer(0, last);
    const double place = random.normal(options_.mean * side, options_.deviation * side);
    return static_cast<int>(std::lround(std::clamp(place, 0.0, 1.0 * last)));
  }

  Box placed(Size box, Size picture, Random& random) const {
    const int top = corner(picture.height, box.height, random);
    return box_at(top, corner(picture.width, box.width, random), box);
  }

  RectangleOptions options_;
};

}  // namespace

std::unique_ptr<Painter> centre_painter(const CentreOptions& options) {
  return std::make_unique<CentrePainter>(options);
}

std::unique_ptr<Painter> blocks_painter(const BlocksOptions& options) {
  return std::make_unique<BlocksPainter>(options);
}

std::unique_ptr<Painter> rectangle_painter(const RectangleOptions& options) {
  return std::make_unique<RectanglePainter>(options);
}

}  // namespace kintsugi
