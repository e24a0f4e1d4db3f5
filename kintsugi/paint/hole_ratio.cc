#include "kintsugi/paint/hole_ratio.h"

#include <algorithm>
#include <cmath>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

constexpr int kMostShapes = 4000;
// Shapes in a row that were too large before a mask inside the range is taken as it is.
constexpr int kEnoughRefusals = 3;
// Inside the range, the last tenth is not filled up with crumbs.
constexpr double kNearEnough = 0.1;

}  // namespace

void check_ratio(const Range& ratio) {
  if (ratio == Range{}) return;
  check(ratio.low >= 0 && ratio.low < ratio.high && ratio.high <= 1, "the hole ratio is ", ratio,
        ", expected a range inside 0..1 such as 0.1..0.2");
}

Mask paint_to_ratio(const std::string& painter, Size size, const Range& ratio, Random& random,
                    const AddShape& add) {
  const double area = static_cast<double>(size.area());
  const auto least = static_cast<long long>(std::floor(ratio.low * area)) + 1;
  const auto most = static_cast<long long>(std::floor(ratio.high * area));
  check(least <= most, "no number of pixels of a mask of ", size, " is a hole ratio in ", ratio);
  const double target = std::max(1.0 * least, ratio.pick(random) * area);
  Mask mask(size);
  long long reached = 0;
  double scale = 1;
  int refusals = 0;
  for (int i = 0; i < kMostShapes; ++i) {
    Mask next = mask;
    add(next, {.area_px = (target - static_cast<double>(reached)) * scale, .scale = scale}, random);
    const long long holes = next.num_holes();
    if (holes > most) {
      scale = std::max(scale * 0.7, 0.01);
      if (++refusals >= kEnoughRefusals && reached >= least) return mask;
      continue;
    }
    refusals = 0;
    mask = std::move(next);
    reached = holes;
    const double missing = target - static_cast<double>(reached);
    if (missing <= (reached >= least ? kNearEnough * target : 0)) return mask;
  }
  if (reached >= least) return mask;
  throw Error(painter + " reached a hole ratio of " + std::to_string(reached / area) + " in " +
              std::to_string(kMostShapes) + " shapes, expected " + std::to_string(ratio.low) +
              ".." + std::to_string(ratio.high));
}

}  // namespace kintsugi
