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
constexpr int kPieces = 16;          // that a curve is drawn with

double middle(const Range& range) { return (range.low + range.high) / 2; }

struct Curve {
  Point start;
  double length_px, heading, turn;  // turn: from its start to its end, in radians
};

// Points along a curve that turns evenly, with a slight tremble.
std::vector<Point> along(const Curve& curve, Random& random) {
  std::vector<Point> points = {curve.start};
  for (int i = 0; i < kPieces; ++i) {
    const double heading = curve.heading + curve.turn * i / kPieces + random.normal(0, 0.05);
    const double step = curve.length_px / kPieces;
    points.push_back(
        {points.back().y + step * std::sin(heading), points.back().x + step * std::cos(heading)});
  }
  return points;
}

class ScratchesPainter : public Painter {
 public:
  explicit ScratchesPainter(const ScratchesOptions& options) : options_(options) {
    check(options.count.low >= 0 && options.dust.low >= 0 &&
              options.count.low + options.dust.low >= 1,
          "scratches' count is ", options.count, " and their dust ", options.dust,
          ", expected 1 or more of one of them");
    check_ratio(options.ratio);
  }

  Mask paint(Size size, Random& random) const override {
    if (is_wanted(options_.ratio)) return paint_mixture(size, random);
    Mask mask(size);
    const int count = options_.count.pick_integer(random);
    for (int i = 0; i < count; ++i) add_scratch(mask, 1, random);
    const int dust = options_.dust.pick_integer(random);
    for (int i = 0; i < dust; ++i) add_dust(mask, random);
    return mask;
  }

 private:
  // Scratches and dust in the same proportion as without a wanted ratio.
  Mask paint_mixture(Size size, Random& random) const {
    const double count = middle(options_.count), dust = middle(options_.dust);
    return paint_to_ratio("scratches", size, options_.ratio, random,
                          [&](Mask& mask, const ShapeWish& wish, Random& r) {
                            if (r.uniform(0, count + dust) < count) {
                              add_scratch(mask, wish.scale, r);
                            } else {
                              add_dust(mask, r);
                            }
                          });
  }

  static Point anywhere(Size size, Random& random) {
    const double y = random.uniform(0, size.height - 1);
    return {y, random.uniform(0, size.width - 1)};
  }

  // A curve whose width swells and shrinks, and which the ground shows through here and there.
  void add_scratch(Mask& mask, double scale, Random& random) const {
    const int side = std::min(mask.height(), mask.width());
    const double turn = random.uniform(-1, 1) * options_.bend * kPi / 180;
    const auto points = along({.start = anywhere(mask.size(), random),
                               .length_px = scale * options_.length.pick_px(side, random),
                               .heading = random.uniform(-kPi, kPi),
                               .turn = turn},
                              random);
    const double radius = options_.width.pick_px(side, random) / 2;
    for (int i = 0; i < kPieces; ++i) {
      if (i > 0 && random.uniform() < 0.06) continue;
      const double swollen = radius * random.uniform(0.7, 1);
      fill_capsule(mask, points[i], points[i + 1], std::max(swollen, kThinnestPx));
    }
  }

  // A speck, or one time in six a hair: ten times as long, strongly bent.
  void add_dust(Mask& mask, Random& random) const {
    const int side = std::min(mask.height(), mask.width());
    const Point centre = anywhere(mask.size(), random);
    const double radius = std::max(options_.speck.pick_px(side, random) / 2, kThinnestPx);
    const double angle = random.uniform(-kPi, kPi);
    if (random.uniform() < 1 / 6.0) {
      const double turn = random.uniform(-kPi, kPi);
      fill_polyline(mask, along({centre, 20 * radius, angle, turn}, random),
                    std::max(radius / 4, kThinnestPx));
    } else {
      fill_ellipse(mask, {centre, radius, radius * random.uniform(0.6, 1), angle});
      fill_disc(mask, centre, kThinnestPx);
    }
  }

  ScratchesOptions options_;
};

}  // namespace

std::unique_ptr<Painter> scratches_painter(const ScratchesOptions& options) {
  return std::make_unique<ScratchesPainter>(options);
}

}  // namespace kintsugi
