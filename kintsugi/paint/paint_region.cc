#include <algorithm>
#include <cmath>
#include <memory>

#include "kintsugi/error.h"
#include "kintsugi/paint/hole_ratio.h"
#include "kintsugi/paint/painters.h"
#include "kintsugi/paint/silhouettes.h"

namespace kintsugi {
namespace {

// Pastes `shape` at (top, left), mirrored if asked for; it must lie inside.
void paste(Mask& mask, const Mask& shape, int top, int left, bool is_mirrored) {
  for (int y = 0; y < shape.height(); ++y) {
    uint8_t* holes = mask.row(top + y) + left;
    const uint8_t* source = shape.row(y);
    for (int x = 0; x < shape.width(); ++x) {
      holes[x] |= source[is_mirrored ? shape.width() - 1 - x : x];
    }
  }
}

class RegionPainter : public Painter {
 public:
  RegionPainter(const RegionOptions& options, std::shared_ptr<const SilhouetteBank> bank)
      : options_(options), bank_(std::move(bank)) {
    check(options.count.low >= 1, "region's count is ", options.count, ", expected 1 or more");
    check(options.size.high > 0, "region's size is ", options.size, ", expected more than 0");
    check_ratio(options.ratio);
  }

  Mask paint(Size size, Random& random) const override {
    if (is_wanted(options_.ratio)) {
      return paint_to_ratio("region", size, options_.ratio, random,
                            [&](Mask& mask, const ShapeWish& wish, Random& r) {
                              const Silhouette& shape = bank_->pick(r);
                              const double pixels = static_cast<double>(shape.num_pixels());
                              add(mask, shape, std::sqrt(wish.area_px / pixels), r);
                            });
    }
    Mask mask(size);
    const int count = options_.count.pick_integer(random);
    for (int i = 0; i < count; ++i) {
      const Silhouette& shape = bank_->pick(random);
      const int longer = std::max(shape.size().height, shape.size().width);
      const int side = std::min(size.height, size.width);
      add(mask, shape, options_.size.pick_px(side, random) / longer, random);
    }
    return mask;
  }

 private:
  // Pastes the shape, enlarged by `factor` as far as it fits, at a random place inside.
  void add(Mask& mask, const Silhouette& shape, double factor, Random& random) const {
    const auto [height, width] = shape.size();
    const double fitting =
        std::min({factor, 1.0 * mask.height() / height, 1.0 * mask.width() / width});
    const Size size = {
        std::clamp(static_cast<int>(std::lround(fitting * height)), 1, mask.height()),
        std::clamp(static_cast<int>(std::lround(fitting * width)), 1, mask.width())};
    const int top = random.integer(0, mask.height() - size.height);
    const int left = random.integer(0, mask.width() - size.width);
    const bool is_mirrored = random.uniform() < 0.5 && options_.flip;
    paste(mask, shape.scaled(size), top, left, is_mirrored);
  }

  RegionOptions options_;
  std::shared_ptr<const SilhouetteBank> bank_;
};

}  // namespace

std::unique_ptr<Painter> region_painter(const RegionOptions& options,
                                        std::shared_ptr<const SilhouetteBank> bank) {
  return std::make_unique<RegionPainter>(options, std::move(bank));
}

std::unique_ptr<Painter> region_painter(const RegionOptions& options) {
  check(!options.bank.empty(),
        "the painter region needs an option bank: a folder or tar archive of"
        " silhouettes");
  return region_painter(options, std::make_shared<const SilhouetteBank>(options.bank));
}

}  // namespace kintsugi
