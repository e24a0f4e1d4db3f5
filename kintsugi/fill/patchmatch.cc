#include "kintsugi/fill/patchmatch.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kintsugi/base/random.h"
#include "kintsugi/error.h"
#include "kintsugi/fill/patch_blend.h"
#include "kintsugi/fill/patch_field.h"
#include "kintsugi/fill/patch_level.h"
#include "kintsugi/fill/patch_vote.h"
#include "kintsugi/fill/plane.h"

namespace kintsugi::fill {
namespace {

// How badly the patches of a field fit, all in all.
double misfit_of(const PatchField& field) {
  double sum = 0;
  for (size_t i = 0; i < field.source.size(); ++i) {
    if (field.source[i] >= 0) sum += std::sqrt(static_cast<double>(field.distance[i]));
  }
  return sum;
}

class PatchMatch : public Inpainter {
 public:
  explicit PatchMatch(const PatchMatchOptions& options) : options_(options) {
    check_options(options);
  }

  Filled fill(const Image& image, const Mask& mask, const Progress& progress) const override {
    check_fillable(image, mask);
    Filled result{filled(image, mask, progress), {}};
    progress.at(1);
    return result;
  }

 private:
  static constexpr float kSoft = 1.0f, kSharp = 0.05f;  // softness of votes on the way, at the end
  static constexpr float kPull = 0.01f;                 // seams spread over about ten pixels
  static constexpr double kSearchShare = 0.9;           // of the time; the rest blends
  static constexpr int kSweepsPerRound = 2;
  static constexpr int kStarts = 6;
  static constexpr int kMaxSweeps = 1000;  // of one level: more than any options ask for

  Image filled(const Image& image, const Mask& mask, const Progress& progress) const {
    progress.ask();
    if (mask.num_holes() == 0) return image;
    if (auto plane = filled_as_plane(image, mask, progress)) return *std::move(plane);
    std::vector<Level> levels = make_levels(
        image, mask, patch_radius(image.size(), options_.patch_size), kMostLevels, progress);
    if (levels.front().num_sources == 0) return membrane(image, mask, options_.threads, progress);
    const PatchField field = complete(levels, progress.part(kSearchShare));
    Image result = image;
    blend(count_votes(levels.front(), field, vote_options(kSharp), image, progress), mask, kPull,
          options_.threads, result, progress.part(1 - kSearchShare));
    return result;
  }

  // From coarse to fine. Leaves the field of the finest level.
  PatchField complete(std::vector<Level>& levels, const Progress& progress) const {
    const int coarsest = static_cast<int>(levels.size()) - 1;
    double all = kStarts * work(coarsest);
    for (int level = 0; level < coarsest; ++level) all += work(level);
    PatchField field = start(levels, progress.part(kStarts * work(coarsest) / all));
    for (int level = coarsest - 1; level >= 0; --level) {
      const Progress part = progress.part(work(level) / all);
      field = refined_field(field, levels[level + 1], levels[level],
                            search_options(levels, level, 0), part);
      vote(levels[level], field, vote_options(kSoft), part);
      complete(levels, level, field, 0, part);
    }
    return field;
  }

  // Coarse levels are cheap and get more rounds.
  int num_sweeps(int level) const { return (options_.iterations + 2 * level) * kSweepsPerRound; }
  // How long completing a level takes beside the others: its sweeps times its pixels.
  double work(int level) const { return num_sweeps(level) * std::pow(0.25, level); }

  VoteOptions vote_options(float softness) const {
    return {.softness = softness, .threads = options_.threads};
  }

  // The coarsest level looks everywhere, the others mostly around what it found.
  SearchOptions search_options(const std::vector<Level>& levels, int level, int sweep) const {
    const int side = std::max(levels[level].size.height, levels[level].size.width);
    const bool is_coarsest = level + 1 == static_cast<int>(levels.size());
    return {.radius_px = is_coarsest ? side : std::max(8, side / 4),
            .search_region_px = (options_.search_region_px + (1 << level) - 1) >> level,
            .seed = mix_bits(options_.seed) + mix_bits((uint64_t{1} * level << 32) + sweep),
            .is_reversed = sweep % 2 == 1,
            .threads = options_.threads};
  }

  // Completes the coarsest level from several starts, the first peeled and the others random, and
  // keeps the one whose patches fit best: what is wrong here stays wrong on every level.
  PatchField start(std::vector<Level>& levels, const Progress& progress) const {
    const int coarsest = static_cast<int>(levels.size()) - 1;
    const Level blank = levels.back();
    Level best_level;
    PatchField best;
    double smallest_misfit = std::numeric_limits<double>::infinity();
    for (int i = 0; i < kStarts; ++i) {
      const int first_sweep = i * kMaxSweeps;
      levels.back() = blank;
      const Progress part = progress.part(1.0 / kStarts);
      if (i == 0) peel(levels.back(), options_.search_region_px >> coarsest, part);
      PatchField field =
          random_field(levels.back(), search_options(levels, coarsest, first_sweep), part);
      if (i > 0) vote(levels.back(), field, vote_options(kSoft), part);
      complete(levels, coarsest, field, first_sweep, part);
      const double misfit = misfit_of(field);
      if (misfit >= smallest_misfit) continue;
      smallest_misfit = misfit;
      best_level = std::move(levels.back());
      best = std::move(field);
    }
    levels.back() = std::move(best_level);
    return best;
  }

  // Searches and votes in turns. Ends with a search. `first_sweep` tells this start's random numbers
  // from another's.
  void complete(std::vector<Level>& levels, int level, PatchField& field, int first_sweep,
                const Progress& progress) const {
    for (int sweep = 0; sweep < num_sweeps(level); ++sweep) {
      if (sweep > 0 && sweep % kSweepsPerRound == 0) {
        vote(levels[level], field, vote_options(kSoft), progress);
      }
      search(levels[level], field, search_options(levels, level, first_sweep + sweep + 1),
             progress.part(1.0 / num_sweeps(level)));
    }
  }

  PatchMatchOptions options_;
};

}  // namespace

void check_options(const PatchMatchOptions& options) {
  check(options.patch_size >= 3 && options.patch_size <= 15 && options.patch_size % 2 == 1,
        "the patch size is ", options.patch_size, ", expected an odd number from 3 to 15");
  check(options.iterations >= 1 && options.iterations <= 100, "the number of iterations is ",
        options.iterations, ", expected 1 to 100");
  check(options.search_region_px >= 0, "the search region is ", options.search_region_px,
        " pixels, expected 0 (anywhere) or more");
}

std::unique_ptr<Inpainter> patchmatch(const PatchMatchOptions& options) {
  return std::make_unique<PatchMatch>(options);
}

}  // namespace kintsugi::fill
