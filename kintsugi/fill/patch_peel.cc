#include <algorithm>
#include <climits>
#include <cstdlib>

#include "kintsugi/fill/patch_field.h"

namespace kintsugi::fill {
namespace {

// The source whose patch differs least from the known part of the patch around `target`.
int best_source(const Level& level, const std::vector<int>& sources,
                const std::vector<uint8_t>& is_known, int target, int search_region_px,
                const Progress& progress) {
  const int radius = level.patch_radius, width = level.size.width;
  const int y = target / width, x = target % width;
  std::vector<int> offsets;  // of the known pixels in the patch
  const Box patch = Box{y, x, y + 1, x + 1}.grown(radius, level.size);
  for (int py = patch.top; py < patch.bottom; ++py) {
    for (int px = patch.left; px < patch.right; ++px) {
      if (is_known[py * width + px]) offsets.push_back((py - y) * width + px - x);
    }
  }
  int best = sources.front();
  long long best_distance = LLONG_MAX;
  for (size_t i = 0; i < sources.size(); ++i) {
    progress.ask(i);
    const int source = sources[i];
    if (search_region_px > 0 && (std::abs(source / width - y) > search_region_px ||
                                 std::abs(source % width - x) > search_region_px)) {
      continue;
    }
    long long distance = 0;
    for (const int offset : offsets) {
      const int16_t* a = level.pixel(target + offset);
      const int16_t* b = level.pixel(source + offset);
      for (int c = 0; c < kLevelChannels; ++c) distance += (a[c] - b[c]) * (a[c] - b[c]);
      if (distance >= best_distance) break;
    }
    if (distance < best_distance) best_distance = distance, best = source;
  }
  return best;
}

}  // namespace

void peel(Level& level, int search_region_px, const Progress& progress) {
  std::vector<int> sources, order;
  for (int i = 0; i < level.size.area(); ++i) {
    if (level.is_source[i]) sources.push_back(i);
    if (level.hole.row(0)[i] == kHole) order.push_back(i);
  }
  // From the rim inwards: confidence falls with the distance from it, so that each pixel is chosen
  // when as much around it as can be is known.
  size_t num_compared = 0;
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    progress.ask(++num_compared);
    return level.confidence[a] > level.confidence[b];
  });
  std::vector<uint8_t> is_known(level.size.area());
  for (size_t i = 0; i < is_known.size(); ++i) is_known[i] = !level.hole.row(0)[i];
  for (const int pixel : order) {
    const int source = best_source(level, sources, is_known, pixel, search_region_px, progress);
    // The middle of the source alone, not its whole patch: the next pixel chooses again, with one
    // more known. Slow, which is why the coarsest level alone is filled so.
    std::copy_n(level.pixel(source), kLevelChannels, level.pixel(pixel));
    is_known[pixel] = 1;
  }
}

}  // namespace kintsugi::fill
