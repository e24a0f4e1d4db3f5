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
Mask core_of(const Mask& mask, int radius) {
  const int height = mask.height(), width = mask.width();
  Mask core(mask.size());
  std::vector<int> rows_so_far(width, radius);  // above the picture there is hole
  std::vector<uint8_t> row(width);
  for (int y = 0; y < height + radius; ++y) {
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

  Image fill(const Image& image, const Mask& mask) const override {
    check_fillable(image, mask);
    const SplitMask split = split_by_depth(mask, depth_px_);
    if (!split.has_deep) return thin_->fill(image, mask);
    if (!split.has_thin) return deep_->fill(image, mask);
    return deep_->fill(thin_->fill(image, split.thin), split.deep);
  }

 private:
  int depth_px_;
  std::unique_ptr<Inpainter> thin_, deep_;
};

}  // namespace

SplitMask split_by_depth(const Mask& mask, int depth_px) {
  const Mask around = dilate(core_of(mask, depth_px), kReach * depth_px);
  SplitMask split{mask, mask};
  for (int y = 0; y < mask.height(); ++y) {
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
