#include "kintsugi/fill/patch_thin.h"

#include <algorithm>

#include "kintsugi/base/random.h"
#include "kintsugi/fill/patch_blend.h"
#include "kintsugi/fill/patch_field.h"
#include "kintsugi/fill/patch_level.h"
#include "kintsugi/fill/patch_vote.h"
#include "kintsugi/fill/plane.h"

namespace kintsugi::fill {
namespace {

constexpr int kLargestPatch = 5;
constexpr int kNearPx = 16;  // how far a patch may come from
constexpr int kRounds = 2;
constexpr float kSoftness = 0.3f;  // of the last votes
constexpr float kPull = 0.01f;     // seams spread over about ten pixels
constexpr int kSweepsPerRound = 2;
constexpr double kSearchShare = 0.7;  // of the time

class ThinPatchMatch : public Inpainter {
 public:
  explicit ThinPatchMatch(const PatchMatchOptions& options) : options_(options) {
    check_options(options);
  }

  Filled fill(const Image& image, const Mask& mask, const Progress& progress) const override {
    check_fillable(image, mask);
    Filled result{filled(image, mask, progress), {}};
    progress.at(1);
    return result;
  }

 private:
  Image filled(const Image& image, const Mask& mask, const Progress& progress) const {
    progress.ask();
    if (mask.num_holes() == 0) return image;
    if (auto plane = filled_as_plane(image, mask, progress)) return *std::move(plane);
    const int patch = std::min(options_.patch_size, kLargestPatch);
    Level level =
        std::move(make_levels(image, mask, patch_radius(image.size(), patch), 1, progress).front());
    if (level.num_sources == 0) return membrane(image, mask, options_.threads, progress);
    const PatchField field = complete(level, progress.part(kSearchShare));
    const Votes votes = count_votes(
        level, field, {.softness = kSoftness, .threads = options_.threads}, image, progress);
    Image result = image;
    blend(votes, mask, kPull, options_.threads, result, progress.part(1 - kSearchShare));
    return result;
  }

  SearchOptions search_options(int sweep) const {
    const int region = options_.search_region_px > 0 ? options_.search_region_px : kNearPx;
    return {.radius_px = kNearPx,
            .search_region_px = std::min(region, kNearPx),
            .seed = mix_bits(options_.seed) + mix_bits(sweep),
            .is_reversed = sweep % 2 == 1,
            .threads = options_.threads};
  }

  PatchField complete(Level& level, const Progress& progress) const {
    continue_smoothly(level, progress);
    PatchField field = random_field(level, search_options(0), progress);
    for (int sweep = 0; sweep < kRounds * kSweepsPerRound; ++sweep) {
      if (sweep > 0 && sweep % kSweepsPerRound == 0) {
        vote(level, field, {.threads = options_.threads}, progress);
      }
      search(level, field, search_options(sweep + 1),
             progress.part(1.0 / (kRounds * kSweepsPerRound)));
    }
    return field;
  }

  PatchMatchOptions options_;
};

}  // namespace

std::unique_ptr<Inpainter> thin_patchmatch(const PatchMatchOptions& options) {
  return std::make_unique<ThinPatchMatch>(options);
}

}  // namespace kintsugi::fill
