#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "kintsugi/error.h"
#include "kintsugi/paint/hole_ratio.h"
#include "kintsugi/paint/painters.h"
#include "kintsugi/paint/raster.h"

namespace kintsugi {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kThinnestPx = 0.5;  // radius below which a line would have gaps

class StrokesPainter : public Painter {
 public:
  explicit StrokesPainter(const StrokesOptions& options) : options_(options) {
    check(options.count.low >= 1, "strokes' count is ", options.count, ", expected 1 or more");
    check(options.joints.low >= 1, "strokes' joints are ", options.joints, ", expected 1 or more");
    check(options.ellipses >= 0 && options.ellipses <= 1, "strokes' ellipses is ", options.ellipses,
          ", expected a probability in 0..1");
    check(options.length.high > 0 && options.width.high > 0, "strokes' length is ", options.length,
          " and their width ", options.width, ", expected more than 0");
    check_ratio(options.ratio);
  }

  Mask paint(Size size, Random& random) const override {
    if (is_wanted(options_.ratio)) {
      return paint_to_ratio(
          "strokes", size, options_.ratio, random,
          [&](Mask& mask, const ShapeWish& wish, Random& r) { add_shape(mask, wish.scale, r); });
    }
    Mask mask(size);
    const int count = options_.count.pick_integer(random);
    for (int i = 0; i < count; ++i) add_shape(mask, 1, random);
    return mask;
  }

 private:
  void add_shape(Mask& mask, double scale, Random& random) const {
    if (random.uniform() < options_.ellipses) {
      add_ellipse(mask, scale, random);
    } else {
      add_stroke(mask, scale, random);
    }
  }

  static Point anywhere(Size size, Random& random) {
    const double y = random.uniform(0, size.height - 1);
    return {y, random.uniform(0, size.width - 1)};
  }

  // A walk whose heading turns at every joint and which is reflected at the picture's edges.
  std::vector<Point> walk(Size size, double scale, Random& random) const {
    const int side = std::min(size.height, size.width);
    std::vector<Point> points = {anywhere(size, random)};
    double heading = random.uniform(-kPi, kPi);
    const int joints = options_.joints.pick_integer(random);
    for (int i = 0; i < joints; ++i) {
      heading += random.uniform(-1, 1) * options_.turn * kPi / 180;
      const double length = scale * options_.length.pick_px(side, random);
      Point next = {points.back().y + length * std::sin(heading),
                    points.back().x + length * std::cos(heading)};
      if (next.y < 0 || next.y > size.height - 1) heading = -heading;
      if (next.x < 0 || next.x > size.width - 1) heading = kPi - heading;
      points.push_back(
          {std::clamp(next.y, 0.0, size.height - 1.0), std::clamp(next.x, 0.0, size.width - 1.0)});
    }
    return points;
  }

  void add_stroke(Mask& mask, double scale, Random& random) const {
    const int side = std::min(mask.height(), mask.width());
    const std::vector<Point> points = walk(mask.size(), scale, random);
    const double radius = scale * options_.width.pick_px(side, random) / 2;
    fill_polyline(mask, points, std::max(radius, kThinnestPx));
  }

  // Between one and a half and four times as wide as a stroke is.
  void add_ellipse(Mask& mask, double scale, Random& random) const {
    const int side = std::min(mask.height(), mask.width());
    const Point centre = anywhere(mask.size(), random);
    const double width = scale * options_.width.pick_px(side, random);
    const double along = width * random.uniform(1, 2), across = width * random.uniform(0.75, 1.5);
    fill_ellipse(mask, {centre, std::max(along, kThinnestPx), std::max(across, kThinnestPx),
                        random.uniform(-kPi, kPi)});
  }

  StrokesOptions options_;
};

}  // namespace

std::unique_ptr<Painter> strokes_painter(const StrokesOptions& options) {
  return std::make_unique<StrokesPainter>(options);
}

}  // namespace kintsugi
