#pragma once

#include <cstdint>
#include <memory>

#include "kintsugi/inpainter.h"

namespace kintsugi::fill {

struct PatchMatchOptions {
  int patch_size = 7;        ///< side of a patch in pixels, odd, 3 to 15
  int iterations = 4;        ///< search-and-vote rounds on the full-size picture, 1 to 100
  int search_region_px = 0;  ///< how far away a patch may come from, in pixels; 0 = anywhere
  uint64_t seed = 1;         ///< of the random search
  int threads = 0;           ///< 0 = one per core; the result does not depend on it

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("patch-size", o.patch_size, "side of a patch in pixels, odd, 3 to 15");
    field("iterations", o.iterations, "search-and-vote rounds on the full-size picture, 1 to 100");
    field("search-region", o.search_region_px,
          "how far a patch may come from, in pixels; 0 = anywhere");
    field("seed", o.seed, "of the random search; the same seed gives the same picture");
    field("threads", o.threads, "0 = one per core; the result does not depend on it");
  }
};

/// Errors: an option out of range.
void check_options(const PatchMatchOptions& options);

/// Completes the hole with patches of the known part, from coarse to fine: at every level each
/// patch that touches the hole finds its most similar known patch, and the patches vote for the
/// pixels, until both agree (Wexler, Shechtman, Irani 2007). Similar patches are found by random
/// initialisation, propagation and random search (PatchMatch: Barnes et al. 2009). Holes should
/// have some texture of their kind around them; time and memory follow the picture that is given.
/// Where no whole patch is known (a picture of a few pixels) the colours are continued smoothly.
/// Errors: options out of range.
std::unique_ptr<Inpainter> patchmatch(const PatchMatchOptions& options = {});

}  // namespace kintsugi::fill
