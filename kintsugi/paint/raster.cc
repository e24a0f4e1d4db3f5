#include "kintsugi/paint/raster.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace kintsugi {
namespace {

constexpr int kUnits = 16;      // to a pixel
constexpr int kCosines = 4096;  // cosines and sines are rounded to 1/4096
constexpr double kFarPx = 1e6;  // whatever lies further out is moved here
using Wide = __int128;          // holds the squares of squares below

struct UnitPoint {
  int64_t y, x;
};

int64_t to_units(double px) {
  assert(!std::isnan(px));
  return std::llround(std::clamp(px, -kFarPx, kFarPx) * kUnits);
}

UnitPoint to_units(Point point) { return {to_units(point.y), to_units(point.x)}; }

// The pixels whose centres lie between two coordinates, cut to [0, size): first, last + 1.
struct Span {
  int begin, end;
};

Span pixels_between(double low_px, double high_px, int size) {
  return {static_cast<int>(std::ceil(std::clamp(low_px, 0.0, 1.0 * size))),
          static_cast<int>(std::floor(std::clamp(high_px, -1.0, size - 1.0))) + 1};
}

// Columns that the capsule can reach in row y: those of the segment's part that is no more than a
// radius of rows away, and a radius to both sides. A pixel too many does no harm.
Span columns_near(Point from, Point to, double radius_px, int y, int width) {
  double begin = 0, end = 1;  // that part, as fractions of the segment
  const double dy = to.y - from.y;
  if (dy != 0) {
    const double a = (y - radius_px - from.y) / dy, b = (y + radius_px - from.y) / dy;
    begin = std::clamp(std::min(a, b), 0.0, 1.0);
    end = std::clamp(std::max(a, b), 0.0, 1.0);
  }
  const double x1 = from.x + begin * (to.x - from.x), x2 = from.x + end * (to.x - from.x);
  return pixels_between(std::min(x1, x2) - radius_px - 1, std::max(x1, x2) + radius_px + 1, width);
}

// "Is this point within `radius` of the segment?", in units.
class CapsuleTest {
 public:
  CapsuleTest(UnitPoint from, UnitPoint to, int64_t radius)
      : from_(from),
        dy_(to.y - from.y),
        dx_(to.x - from.x),
        length2_(dy_ * dy_ + dx_ * dx_),
        radius2_(radius * radius) {}

  bool operator()(int64_t y, int64_t x) const {
    const int64_t py = y - from_.y, px = x - from_.x;
    const int64_t along = py * dy_ + px * dx_;  // 0 at `from`, length2_ at `to`
    if (along <= 0) return py * py + px * px <= radius2_;
    if (along >= length2_) {
      return (py - dy_) * (py - dy_) + (px - dx_) * (px - dx_) <= radius2_;
    }
    const Wide across = py * dx_ - px * dy_;  // distance to the line, times its length
    return across * across <= Wide{radius2_} * length2_;
  }

 private:
  UnitPoint from_;
  int64_t dy_, dx_, length2_, radius2_;
};

}  // namespace

void fill_box(Mask& mask, const Box& box) {
  const Box inside = box.grown(0, mask.size());
  for (int y = inside.top; y < inside.bottom; ++y) {
    std::memset(mask.row(y) + inside.left, 1, inside.width());
  }
}

void fill_disc(Mask& mask, Point centre, double radius_px) {
  fill_capsule(mask, centre, centre, radius_px);
}

void fill_capsule(Mask& mask, Point from, Point to, double radius_px) {
  const CapsuleTest is_inside(to_units(from), to_units(to), to_units(radius_px));
  const Span rows = pixels_between(std::min(from.y, to.y) - radius_px - 1,
                                   std::max(from.y, to.y) + radius_px + 1, mask.height());
  for (int y = rows.begin; y < rows.end; ++y) {
    uint8_t* holes = mask.row(y);
    const Span columns = columns_near(from, to, radius_px + 1, y, mask.width());
    for (int x = columns.begin; x < columns.end; ++x) {
      if (is_inside(kUnits * int64_t{y}, kUnits * int64_t{x})) holes[x] = 1;
    }
  }
}

void fill_polyline(Mask& mask, std::span<const Point> points, double radius_px) {
  if (points.size() == 1) fill_disc(mask, points[0], radius_px);
  for (size_t i = 1; i < points.size(); ++i)
    fill_capsule(mask, points[i - 1], points[i], radius_px);
}

void fill_ellipse(Mask& mask, const Ellipse& ellipse) {
  const auto [centre_y, centre_x] = to_units(ellipse.centre);
  const Wide along2 = Wide{to_units(ellipse.radius_along_px)} * to_units(ellipse.radius_along_px);
  const Wide across2 =
      Wide{to_units(ellipse.radius_across_px)} * to_units(ellipse.radius_across_px);
  const int64_t cosine = std::llround(std::cos(ellipse.angle) * kCosines);
  const int64_t sine = std::llround(std::sin(ellipse.angle) * kCosines);
  const double reach_px = std::max(ellipse.radius_along_px, ellipse.radius_across_px) + 1;
  const Span rows =
      pixels_between(ellipse.centre.y - reach_px, ellipse.centre.y + reach_px, mask.height());
  const Span columns =
      pixels_between(ellipse.centre.x - reach_px, ellipse.centre.x + reach_px, mask.width());
  for (int y = rows.begin; y < rows.end; ++y) {
    for (int x = columns.begin; x < columns.end; ++x) {
      const int64_t dy = int64_t{y} * kUnits - centre_y, dx = int64_t{x} * kUnits - centre_x;
      const Wide along = dx * cosine + dy * sine, across = dy * cosine - dx * sine;
      // (along / radius_along)^2 + (across / radius_across)^2 <= 1, without a division
      if (along * along * across2 + across * across * along2 <=
          along2 * across2 * kCosines * kCosines) {
        mask.row(y)[x] = 1;
      }
    }
  }
}

}  // namespace kintsugi
