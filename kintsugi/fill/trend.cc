#include "kintsugi/fill/trend.h"

#include <algorithm>
#include <cmath>

namespace kintsugi::fill {
namespace {

constexpr int kNarrowestBand = 2, kWidestBand = 16;
constexpr int kFarthest = 64;           // to look for pixels that lie on no line
constexpr double kRounding = 1.0 / 12;  // variance of what was rounded to whole values
constexpr double kFlat = 1e-6;          // pixels spread less than this lie on one line
constexpr int kAround[8][2] = {{-1, -1}, {-1, 0}, {-1, 1}, {0, -1},
                               {0, 1},   {1, -1}, {1, 0},  {1, 1}};

using Position = HolePixels::Position;

// Sums over known pixels, positions and values relative to the first of them.
class PlaneFit {
 public:
  void add(const Image& image, Position at) {
    if (count_ == 0) origin_ = at;
    const double y = at.y - origin_.y, x = at.x - origin_.x;
    ++count_;
    y_ += y, x_ += x, yy_ += y * y, yx_ += y * x, xx_ += x * x;
    for (int c = 0; c < image.channels(); ++c) {
      const double value = image.at(at.y, at.x, c);
      Channel& sums = channels_[c];
      sums.v += value, sums.vv += value * value, sums.vy += value * y, sums.vx += value * x;
    }
  }

  // Whether the pixels lie on no line, so that both slopes are decided.
  bool is_determined() const {
    const Spread s = spread();
    return s.yy * s.xx - s.yx * s.yx > kFlat;
  }

  Slope slope(int channels) const {
    Slope slope;
    for (int c = 0; c < channels && count_ > 0; ++c) {
      const auto [down, right] = fit(channels_[c]);
      slope.down[c] = static_cast<float>(down);
      slope.right[c] = static_cast<float>(right);
    }
    return slope;
  }

 private:
  struct Channel {
    double v = 0, vv = 0, vy = 0, vx = 0;
  };
  struct Spread {
    double yy, yx, xx;
  };

  Spread spread() const {
    const double n = std::max(1, count_);
    return {yy_ / n - y_ / n * (y_ / n), yx_ / n - y_ / n * (x_ / n), xx_ / n - x_ / n * (x_ / n)};
  }

  // Least squares by the 2 x 2 normal equations; along a line of pixels, the slope of that line.
  std::pair<double, double> fit(const Channel& sums) const {
    const double n = count_;
    const Spread s = spread();
    const double vy = sums.vy / n - sums.v / n * (y_ / n);
    const double vx = sums.vx / n - sums.v / n * (x_ / n);
    const double determinant = s.yy * s.xx - s.yx * s.yx, trace = s.yy + s.xx;
    double down = 0, right = 0;
    if (determinant > kFlat) {
      down = (vy * s.xx - vx * s.yx) / determinant;
      right = (vx * s.yy - vy * s.yx) / determinant;
    } else if (trace > kFlat) {
      down = vy / trace, right = vx / trace;  // the pseudo-inverse of a matrix of rank 1 is A/tr^2
      const double along_y = s.yy * down + s.yx * right, along_x = s.yx * down + s.xx * right;
      down = along_y / trace, right = along_x / trace;
    }
    const double explained = down * vy + right * vx;
    const double variance = sums.vv / n - sums.v / n * (sums.v / n);
    const double rest = std::max(0.0, variance - explained - kRounding);
    const double share = explained > 0 ? explained / (explained + rest) : 0;
    return {share * down, share * right};
  }

  int count_ = 0;
  Position origin_ = {};
  double y_ = 0, x_ = 0, yy_ = 0, yx_ = 0, xx_ = 0;
  std::array<Channel, 4> channels_ = {};
};

// Finds holes one after the other, and looks at the known pixels around each.
class Survey {
 public:
  Survey(const Image& image, const Mask& mask, const HolePixels& holes, const Progress& progress)
      : image_(image), mask_(mask), holes_(holes), progress_(progress), seen_(mask.size()) {
    trends_.hole_of.assign(holes.size(), -1);
  }

  Trends run() {
    for (size_t i = 0; i < holes_.size(); ++i) {
      progress_.ask(i);
      if (trends_.hole_of[i] >= 0) continue;
      take_hole(static_cast<int32_t>(i));
      trends_.slopes.push_back(slope_around());
    }
    return std::move(trends_);
  }

 private:
  template <class Body>
  void for_each_beside(Position at, const Body& body) const {
    for (const auto& [dy, dx] : kAround) {
      const Position beside = {at.y + dy, at.x + dx};
      if (beside.y < 0 || beside.x < 0 || beside.y >= mask_.height() || beside.x >= mask_.width())
        continue;
      body(beside);
    }
  }

  // The 8-connected hole of a pixel into hole_.
  void take_hole(int32_t first) {
    const auto hole = static_cast<int32_t>(trends_.slopes.size());
    trends_.hole_of[first] = hole;
    hole_ = {holes_[first]};
    for (size_t i = 0; i < hole_.size(); ++i) {
      progress_.ask(i);
      for_each_beside(hole_[i], [&](Position beside) {
        if (mask_.row(beside.y)[beside.x] != 1) return;
        int32_t& owner = trends_.hole_of[holes_.index_of(beside.y, beside.x)];
        if (owner >= 0) return;
        owner = hole;
        hole_.push_back(beside);
      });
    }
  }

  // Widens the band around hole_ ring by ring. Other holes are crossed, but not looked at.
  Slope slope_around() {
    const auto stamp = static_cast<int32_t>(trends_.slopes.size()) + 1;
    const int width =
        std::clamp(static_cast<int>(std::sqrt(hole_.size()) / 2), kNarrowestBand, kWidestBand);
    PlaneFit fit;
    for (size_t i = 0; i < hole_.size(); ++i) {
      progress_.ask(i);
      seen_.at(hole_[i].y, hole_[i].x) = stamp;
    }
    std::vector<Position> ring = hole_, next;
    for (int distance = 1; !ring.empty(); ++distance) {
      if (distance > width && (fit.is_determined() || distance > kFarthest)) break;
      next.clear();
      for (size_t i = 0; i < ring.size(); ++i) {
        progress_.ask(i);
        const Position at = ring[i];
        for_each_beside(at, [&](Position beside) {
          if (seen_.at(beside.y, beside.x) == stamp) return;
          seen_.at(beside.y, beside.x) = stamp;
          next.push_back(beside);
          if (mask_.row(beside.y)[beside.x] == 0) fit.add(image_, beside);
        });
      }
      ring.swap(next);
    }
    return fit.slope(image_.channels());
  }

  const Image& image_;
  const Mask& mask_;
  const HolePixels& holes_;
  const Progress& progress_;
  SparsePlane seen_;
  Trends trends_;
  std::vector<Position> hole_;
};

}  // namespace

Trends trends_around(const Image& image, const Mask& mask, const HolePixels& holes,
                     const Progress& progress) {
  return Survey(image, mask, holes, progress).run();
}

}  // namespace kintsugi::fill
