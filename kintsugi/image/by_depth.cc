#include "kintsugi/image/by_depth.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "kintsugi/error.h"
#include "kintsugi/image/runs.h"

namespace kintsugi {
namespace {

constexpr int kReach = 4;  // times the depth: how far around its core a hole is deep

// 1 where all pixels up to `radius` rows and columns away are hole: an erosion by a square. Runs
// are shortened along the rows, and what is left of them is counted down the columns.
Mask core_of(const Mask& mask, int radius, const Progress& progress) {
  const int height = mask.height(), width = mask.width();
  Mask core(mask.size());
  std::vector<int> rows_so_far(width, radius);  // above the picture there is hole
  std::vector<uint8_t> row(width);
  for (int y = 0; y < height + radius; ++y) {
    progress.ask();
    std::fill(row.begin(), row.end(), y >= height);
    if (y < height) {
      for_each_run(mask.row(y), width, [&](int left, int right) {
        const int from = left == 0 ? 0 : left + radius;
        const int to = right == width ? width : right - radius;
        if (from < to) std::fill(row.begin() + from, row.begin() + to, 1);
      });
    }
    uint8_t* out = y >= radius ? core.row(y - radius) : nullptr;
    for (int x = 0; x < width; ++x) rows_so_far[x] = row[x] ? rows_so_far[x] + 1 : 0;
    if (!out) continue;
    for (int x = 0; x < width; ++x) out[x] = rows_so_far[x] > 2 * radius;
  }
  return core;
}

class ByDepth : public Inpainter {
 public:
  ByDepth(int depth_px, std::unique_ptr<Inpainter> thin, std::unique_ptr<Inpainter> deep)
      : depth_px_(depth_px), thin_(std::move(thin)), deep_(std::move(deep)) {
    check(depth_px_ >= 1, "the depth is ", depth_px_, " pixels, expected 1 or more");
  }

  Filled fill(const Image& image, const Mask& mask, const Progress& progress) const override {
    check_fillable(image, mask);
    const SplitMask split = split_by_depth(mask, depth_px_, progress);
    if (!split.has_deep) return thin_->fill(image, mask, progress);
    if (!split.has_thin) return deep_->fill(image, mask, progress);
    const double share =
        static_cast<double>(split.thin.num_holes()) / static_cast<double>(mask.num_holes());
    const Filled thin = thin_->fill(image, split.thin, progress.part(share));
    Filled filled = deep_->fill(thin.image, split.deep, progress.part(1 - share));
    add_warnings(thin.warnings, filled.warnings);
    progress.at(1);
    return filled;
  }

 private:
  int depth_px_;
  std::unique_ptr<Inpainter> thin_, deep_;
};

}  // namespace

SplitMask split_by_depth(const Mask& mask, int depth_px, const Progress& progress) {
  const Mask around = dilate(core_of(mask, depth_px, progress), kReach * depth_px, progress);
  SplitMask split{mask, mask};
  for (int y = 0; y < mask.height(); ++y) {
    progress.ask();
    uint8_t *thin = split.thin.row(y), *deep = split.deep.row(y);
    for_each_run(mask.row(y), mask.width(), [&](int left, int right) {
      for (int x = left; x < right; ++x) {
        const bool is_deep = around.row(y)[x] != 0;
        thin[x] = is_deep ? kNeither : kHole;
        deep[x] = is_deep ? kHole : kKnown;
        split.has_deep |= is_deep;
        split.has_thin |= !is_deep;
      }
    });
  }
  return split;
}

std::unique_ptr<Inpainter> by_depth(int depth_px, std::unique_ptr<Inpainter> thin,
                                    std::unique_ptr<Inpainter> deep) {
  return std::make_unique<ByDepth>(depth_px, std::move(thin), std::move(deep));
}

}  // namespace kintsugi
