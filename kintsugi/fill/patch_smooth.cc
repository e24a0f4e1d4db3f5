#include <algorithm>

#include "kintsugi/fill/patch_level.h"

namespace kintsugi::fill {
namespace {

constexpr int kRelaxations = 12;  // enough for a hole a few pixels deep

// The mean of those of the eight neighbours that are `usable`; false where there is none.
template <class Usable>
bool average(Level& level, int pixel, const Usable& usable) {
  const int width = level.size.width, y = pixel / width, x = pixel % width;
  const Box around = Box{y, x, y + 1, x + 1}.grown(1, level.size);
  int sum[kLevelChannels] = {}, total = 0;
  for (int ny = around.top; ny < around.bottom; ++ny) {
    for (int nx = around.left; nx < around.right; ++nx) {
      const int neighbour = ny * width + nx;
      if (neighbour == pixel || !usable(neighbour)) continue;
      const int weight = ny == y || nx == x ? 2 : 1;
      total += weight;
      for (int c = 0; c < kLevelChannels; ++c) sum[c] += weight * level.pixel(neighbour)[c];
    }
  }
  for (int c = 0; c < kLevelChannels && total > 0; ++c) {
    level.pixel(pixel)[c] = static_cast<int16_t>((sum[c] + total / 2) / total);
  }
  return total > 0;
}

}  // namespace

void continue_smoothly(Level& level, const Progress& progress) {
  const uint8_t* hole = level.hole.row(0);
  std::vector<int> order;
  for (int i = 0; i < level.size.area(); ++i) {
    if (hole[i] == kHole) order.push_back(i);
  }
  size_t num_compared = 0;
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    progress.ask(++num_compared);
    return level.confidence[a] > level.confidence[b];
  });
  std::vector<uint8_t> is_set(level.size.area());
  for (size_t i = 0; i < is_set.size(); ++i) is_set[i] = hole[i] == kKnown;
  for (size_t i = 0; i < order.size(); ++i) {
    progress.ask(i);
    is_set[order[i]] = average(level, order[i], [&](int at) { return is_set[at] != 0; });
  }
  for (int round = 0; round < kRelaxations; ++round) {
    for (size_t i = 0; i < order.size(); ++i) {
      progress.ask(i);
      average(level, order[i], [&](int at) { return hole[at] != kNeither; });
    }
    std::reverse(order.begin(), order.end());  // both ways, lest colours drift
  }
}

}  // namespace kintsugi::fill
