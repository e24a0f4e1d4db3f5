#include "kintsugi/image/mask.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "kintsugi/base/error.h"

namespace kintsugi {

long long Mask::num_holes() const {
  // Eight pixels at a time: the product's top byte is the sum of the word's bytes.
  long long holes = 0;
  size_t i = 0;
  for (uint64_t word; i + sizeof(word) <= holes_.size(); i += sizeof(word)) {
    std::memcpy(&word, holes_.data() + i, sizeof(word));
    holes += word * 0x0101010101010101u >> 56;
  }
  return std::accumulate(holes_.begin() + i, holes_.end(), holes);
}

double Mask::ratio() const {
  return holes_.empty() ? 0 : static_cast<double>(num_holes()) / static_cast<double>(size_.area());
}

Box Mask::bounds() const {
  Box box{height(), width(), 0, 0};
  for (int y = 0; y < height(); ++y) {
    const uint8_t* holes = row(y);
    const uint8_t* first = std::find(holes, holes + width(), 1);
    if (first == holes + width()) continue;
    int last = width() - 1;
    while (!holes[last]) --last;
    box = {std::min(box.top, y), std::min(box.left, int(first - holes)), y + 1,
           std::max(box.right, last + 1)};
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

Mask dilate(const Mask& mask, int radius_px) {
  check(radius_px >= 0, "cannot dilate a mask by ", radius_px, " pixels, expected 0 or more");
  if (radius_px == 0) return mask;
  Mask result(mask.size());
  std::vector<int> marks(mask.width() + 1);
  for (int y = 0; y < mask.height(); ++y) {
    // A hole pixel dy rows away reaches half_width columns to both sides: +1 and -1 at the ends.
    std::fill(marks.begin(), marks.end(), 0);
    const int first = std::max(0, y - radius_px), last = std::min(mask.height() - 1, y + radius_px);
    for (int source = first; source <= last; ++source) {
      const double dy = source - y;
      const int half_width = static_cast<int>(std::sqrt(1.0 * radius_px * radius_px - dy * dy));
      const uint8_t* holes = mask.row(source);
      for (int x = 0; x < mask.width(); ++x) {
        if (!holes[x]) continue;
        ++marks[std::max(0, x - half_width)];
        --marks[std::min(mask.width(), x + half_width + 1)];
      }
    }
    int open = 0;
    for (int x = 0; x < mask.width(); ++x) result.row(y)[x] = (open += marks[x]) > 0;
  }
  return result;
}

}  // namespace kintsugi
