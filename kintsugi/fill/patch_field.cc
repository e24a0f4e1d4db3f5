#include "kintsugi/fill/patch_field.h"

#include <algorithm>
#include <cstdlib>

#include "kintsugi/base/parallel.h"
#include "kintsugi/base/random.h"
#include "kintsugi/fill/large_vector.h"
#include "kintsugi/fill/patch_distance.h"

namespace kintsugi::fill {
namespace {

constexpr int kBandRows = 16;

// One band of a sweep, with everything in reach as plain pointers for the inner loop.
struct Sweep {
  const Level& level;
  const SearchOptions& options;
  const PatchField& before;  // the field as it was before the sweep
  PatchField& field;
  int top, bottom;  // the rows of this band

  bool is_in_region(int target, int source) const {
    if (options.search_region_px == 0) return true;
    const int width = level.size.width;
    return std::abs(target / width - source / width) <= options.search_region_px &&
           std::abs(target % width - source % width) <= options.search_region_px;
  }
};

// The target patch of one search, and the best source for it so far.
template <int kSide>
struct Search {
  const Sweep& sweep;
  int target, source;
  int32_t distance;

  KINTSUGI_INLINE Search(const Sweep& s, int centre)
      : sweep(s), target(centre), source(s.field.source[centre]) {
    distance = distance_to(source, INT32_MAX);
  }

  KINTSUGI_INLINE int32_t distance_to(int candidate, int32_t limit) const {
    const Level& level = sweep.level;
    const int corner = kSide / 2 * (level.size.width + 1);
    return patch_distance<kSide>(level.pixel(target - corner),
                                 &level.weights[size_t{1} * (target - corner) * kLevelChannels],
                                 level.pixel(candidate - corner), level.size.width * kLevelChannels,
                                 limit);
  }

  KINTSUGI_INLINE void consider(int candidate) {
    if (candidate < 0 || candidate >= sweep.level.size.area() || candidate == source) return;
    if (!sweep.level.is_source[candidate] || !sweep.is_in_region(target, candidate)) return;
    // Most candidates lose: the sum stops as soon as it is no better than the best so far.
    const int32_t found = distance_to(candidate, distance);
    if (found < distance) distance = found, source = candidate;
  }
};

template <int kSide>
KINTSUGI_INLINE void search_at(const Sweep& sweep, int y, int x) {
  const Level& level = sweep.level;
  const int width = level.size.width, target = y * width + x;
  Search<kSide> best(sweep, target);

  // Propagation: what fits my neighbour fits me, shifted by one pixel. The neighbours are those
  // that this sweep has been at, so that a good match runs across the hole in one sweep, and back
  // in the next, which goes the other way. The one above may belong to another band, whose thread
  // may or may not have been there: of it the field before the sweep is taken, the same in every
  // run.
  const int step = sweep.options.is_reversed ? 1 : -1;
  const int beside = target + step, above = target + step * width, above_y = y + step;
  const bool is_own_band = above_y >= sweep.top && above_y < sweep.bottom;
  const PatchField& above_field = is_own_band ? sweep.field : sweep.before;
  if (level.is_target[beside]) best.consider(sweep.field.source[beside] - step);
  if (level.is_target[above]) best.consider(above_field.source[above] - step * width);

  // Random search in shrinking windows around the best so far: propagation finds no match that
  // nobody had yet. The numbers follow from seed and place alone, whichever thread draws them.
  uint64_t bits = mix_bits(sweep.options.seed + target * 0x9E3779B97F4A7C15u);
  for (int radius = sweep.options.radius_px; radius >= 1; radius /= 2) {
    bits = mix_bits(bits + 0x9E3779B97F4A7C15u);
    const uint64_t window = 2 * radius + 1;
    const int dy = static_cast<int>(((bits >> 32) * window) >> 32) - radius;
    const int dx = static_cast<int>(((bits & 0xFFFFFFFFu) * window) >> 32) - radius;
    const int source_x = best.source % width + dx;
    if (source_x >= 0 && source_x < width) best.consider(best.source + dy * width + dx);
  }
  sweep.field.source[target] = best.source;
  sweep.field.distance[target] = best.distance;
}

template <int kSide>
KINTSUGI_INLINE void search_row_of(const Sweep& sweep, int y) {
  const Box& box = sweep.level.targets;
  const uint8_t* is_target = &sweep.level.is_target[size_t{1} * y * sweep.level.size.width];
  for (int i = 0; i < box.width(); ++i) {
    const int x = sweep.options.is_reversed ? box.right - 1 - i : box.left + i;
    if (is_target[x]) search_at<kSide>(sweep, y, x);
  }
}

KINTSUGI_SIMD void search_row(const Sweep& sweep, int y) {
  switch (sweep.level.patch_radius) {
    case 1:
      return search_row_of<3>(sweep, y);
    case 2:
      return search_row_of<5>(sweep, y);
    case 3:
      return search_row_of<7>(sweep, y);
    case 4:
      return search_row_of<9>(sweep, y);
    case 5:
      return search_row_of<11>(sweep, y);
    case 6:
      return search_row_of<13>(sweep, y);
    default:
      return search_row_of<15>(sweep, y);
  }
}

// Asks here and not in search_row: GCC's clones of a function for several processors let no
// exception through.
void search_band(const Sweep& sweep, const Progress& progress) {
  const int rows = sweep.bottom - sweep.top;
  for (int j = 0; j < rows; ++j) {
    progress.ask();
    search_row(sweep, sweep.options.is_reversed ? sweep.bottom - 1 - j : sweep.top + j);
  }
}

PatchField blank_field(int count, const Progress& progress) {
  return {large_vector(count, int32_t{-1}, progress), large_vector(count, int32_t{0}, progress)};
}

// A source near the target if there is one at once, else anywhere.
int random_source(const Level& level, const SearchOptions& options, int target) {
  Random random(options.seed, target);
  const int width = level.size.width, y = target / width, x = target % width;
  const Box all{0, 0, level.size.height, width};
  const int region = options.search_region_px;
  const Box box = region > 0 ? Box{y, x, y + 1, x + 1}.grown(region, level.size) : all;
  for (const Box& range : {box, all}) {
    for (int attempt = 0; attempt < 1000; ++attempt) {
      const int source = random.integer(range.top, range.bottom - 1) * width +
                         random.integer(range.left, range.right - 1);
      if (level.is_source[source]) return source;
    }
  }
  for (int source = target;; source = source == 0 ? int(level.size.area()) - 1 : source - 1) {
    if (level.is_source[source]) return source;
  }
}

}  // namespace

PatchField random_field(const Level& level, const SearchOptions& options,
                        const Progress& progress) {
  const int count = static_cast<int>(level.size.area());
  PatchField field = blank_field(count, progress);
  for (int i = 0; i < count; ++i) {
    if (i % level.size.width == 0) progress.ask();
    if (level.is_target[i]) field.source[i] = random_source(level, options, i);
  }
  return field;
}

PatchField refined_field(const PatchField& coarse, const Level& coarse_level, const Level& level,
                         const SearchOptions& options, const Progress& progress) {
  const int width = level.size.width, coarse_width = coarse_level.size.width;
  const int radius = level.patch_radius;
  const int count = static_cast<int>(level.size.area());
  PatchField field = blank_field(count, progress);
  for (int y = level.targets.top; y < level.targets.bottom; ++y) {
    progress.ask();
    for (int x = level.targets.left; x < level.targets.right; ++x) {
      const int target = y * width + x;
      if (!level.is_target[target]) continue;
      // The centre of a patch must be radius away from the border, which at the coarser level is a
      // larger share of the picture: targets near it take over from the nearest that had a match.
      const int coarse_y = std::clamp(y / 2, radius, coarse_level.size.height - 1 - radius);
      const int coarse_x = std::clamp(x / 2, radius, coarse_width - 1 - radius);
      const int from = coarse.source[coarse_y * coarse_width + coarse_x];
      if (from >= 0) {
        const int source_y = 2 * (from / coarse_width) + y - 2 * coarse_y;
        const int source_x = 2 * (from % coarse_width) + x - 2 * coarse_x;
        if (source_y < level.size.height && source_x < width && source_y >= 0 && source_x >= 0) {
          field.source[target] = source_y * width + source_x;
        }
      }
      if (field.source[target] < 0 || !level.is_source[field.source[target]]) {
        field.source[target] = random_source(level, options, target);
      }
    }
  }
  return field;
}

void search(const Level& level, PatchField& field, const SearchOptions& options,
            const Progress& progress) {
  const PatchField before{large_copy(field.source, progress), large_copy(field.distance, progress)};
  const int rows = level.targets.height();
  parallel_for((rows + kBandRows - 1) / kBandRows, options.threads, [&](int band) {
    const int top = level.targets.top + band * kBandRows;
    const int bottom = std::min(top + kBandRows, level.targets.bottom);
    const Progress part = progress.part(1.0 * (bottom - top) / rows);
    search_band({level, options, before, field, top, bottom}, part);
    part.at(1);
  });
}

}  // namespace kintsugi::fill
