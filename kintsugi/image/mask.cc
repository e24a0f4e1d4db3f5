#include "kintsugi/mask.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "kintsugi/error.h"
#include "kintsugi/image/runs.h"

namespace kintsugi {
namespace {

// Sets every pixel within radius_px of the run [left, right) of row `source`.
void grow_run(int source, int left, int right, long long radius_px, Mask* result) {
  const long long first = std::max(0LL, source - radius_px);
  const long long last = std::min(result->height() - 1LL, source + radius_px);
  for (long long y = first; y <= last; ++y) {
    // A hole pixel dy rows away reaches half_width columns to both sides.
    const double dy = static_cast<double>(source - y);
    const auto half_width =
        static_cast<long long>(std::sqrt(1.0 * radius_px * radius_px - dy * dy));
    const long long from = std::max(0LL, left - half_width);
    const long long to = std::min<long long>(result->width(), right + half_width);
    std::memset(result->row(static_cast<int>(y)) + from, kHole, to - from);
  }
}

}  // namespace

long long Mask::num_holes() const {
  // Eight pixels at a time: the product's top byte is the sum of the word's bytes. Of kHole and
  // kNeither only the first has the lowest bit.
  long long holes = 0;
  size_t i = 0;
  for (uint64_t word; i + sizeof(word) <= holes_.size(); i += sizeof(word)) {
    std::memcpy(&word, holes_.data() + i, sizeof(word));
    holes += (word & 0x0101010101010101u) * 0x0101010101010101u >> 56;
  }
  return holes + std::count(holes_.begin() + i, holes_.end(), kHole);
}

long long Mask::num_known() const { return std::count(holes_.begin(), holes_.end(), kKnown); }

double Mask::ratio() const {
  return holes_.empty() ? 0 : static_cast<double>(num_holes()) / static_cast<double>(size_.area());
}

Box Mask::bounds() const {
  Box box{height(), width(), 0, 0};
  for (int y = 0; y < height(); ++y) {
    for_each_run(row(y), width(), [&](int left, int right) {
      box = box.joined({y, left, y + 1, right});
    });
  }
  return box.empty() ? Box{} : box;
}

Mask Mask::crop(const Box& box) const {
  check(box.top >= 0 && box.left >= 0 && box.bottom <= height() && box.right <= width(),
        "the crop ", box.size(), " does not lie inside the mask ", size());
  Mask result(box.size());
  for (int y = 0; y < result.height(); ++y) {
    std::memcpy(result.row(y), row(box.top + y) + box.left, result.width());
  }
  return result;
}

Image image_of(const Mask& mask) {
  Image image(mask.size(), 1);
  for (int y = 0; y < mask.height(); ++y) {
    for_each_run(mask.row(y), mask.width(), [&](int left, int right) {
      std::memset(image.row<uint8_t>(y) + left, 255, right - left);
    });
  }
  return image;
}

Mask dilate(const Mask& mask, int radius_px, const Progress& progress) {
  check(radius_px >= 0, "cannot dilate a mask by ", radius_px, " pixels, expected 0 or more");
  if (radius_px == 0) return mask;
  Mask result(mask.size());
  for (int source = 0; source < mask.height(); ++source) {
    progress.ask();
    for_each_run(mask.row(source), mask.width(),
                 [&](int left, int right) { grow_run(source, left, right, radius_px, &result); });
  }
  return result;
}

}  // namespace kintsugi
