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

class ThinPatchMatch : public Inpainter {
 public:
  explicit ThinPatchMatch(const PatchMatchOptions& options) : options_(options) {
    check_options(options);
  }

  Image fill(const Image& image, const Mask& mask) const override {
    check_fillable(image, mask);
    if (mask.num_holes() == 0) return image;
    if (auto plane = filled_as_plane(image, mask)) return *std::move(plane);
    const int patch = std::min(options_.patch_size, kLargestPatch);
    Level level = make_levels(image, mask, patch_radius(image.size(), patch), 1).front();
    if (level.num_sources == 0) return membrane(image, mask, options_.threads);
    const PatchField field = complete(level);
    const Votes votes =
        count_votes(level, field, {.softness = kSoftness, .threads = options_.threads}, image);
    Image result = image;
    blend(votes, mask, kPull, options_.threads, result);
    return result;
  }

 private:
  SearchOptions search_options(int sweep) const {
    const int region = options_.search_region_px > 0 ? options_.search_region_px : kNearPx;
    return {.radius_px = kNearPx,
            .search_region_px = std::min(region, kNearPx),
            .seed = mix_bits(options_.seed) + mix_bits(sweep),
            .is_reversed = sweep % 2 == 1,
            .threads = options_.threads};
  }

  PatchField complete(Level& level) const {
    continue_smoothly(level);
    PatchField field = random_field(level, search_options(0));
    for (int sweep = 0; sweep < kRounds * kSweepsPerRound; ++sweep) {
      if (sweep > 0 && sweep % kSweepsPerRound == 0) {
        vote(level, field, {.threads = options_.threads});
      }
      search(level, field, search_options(sweep + 1));
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
