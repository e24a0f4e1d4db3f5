#pragma once

#include <cstdint>
#include <vector>

#include "kintsugi/fill/patch_level.h"

namespace kintsugi::fill {

/// For every target centre of a level, the most similar source centre found so far: the
/// nearest-neighbour field of PatchMatch (Barnes et al. 2009).
struct PatchField {
  std::vector<int32_t> source;    ///< [H, W] index of the source centre; -1 where not a target
  std::vector<int32_t> distance;  ///< [H, W] weighted sum of squared differences to it
};

struct SearchOptions {
  int radius_px = 0;         ///< first radius of the random search, halved down to 1
  int search_region_px = 0;  ///< largest distance of source and target along an axis; 0 = any
  uint64_t seed = 1;         ///< should differ from sweep to sweep
  bool is_reversed = false;  ///< scan from the bottom right: alternate from sweep to sweep
  int threads = 0;
};

/// Fills the hole of a (small) level from its rim inwards, each pixel with the centre of the patch
/// that fits best to what is known of its surroundings; every source is tried. A start for the
/// iterations at the coarsest level (the "onion peel" of Newson et al. 2014).
void peel(Level& level, int search_region_px, const Progress& progress = {});

/// A field of random sources, not compared yet: `search` compares whatever it finds.
PatchField random_field(const Level& level, const SearchOptions& options,
                        const Progress& progress = {});

/// The field of the next finer level: every target takes the source of its place on the coarse
/// level, and a random one where that is no source here.
PatchField refined_field(const PatchField& coarse, const Level& coarse_level, const Level& level,
                         const SearchOptions& options, const Progress& progress = {});

/// One sweep of propagation and random search. Bands of rows run at the same time and see their
/// neighbours' rows as they were before the sweep, so the result does not depend on threads.
void search(const Level& level, PatchField& field, const SearchOptions& options,
            const Progress& progress = {});

}  // namespace kintsugi::fill
