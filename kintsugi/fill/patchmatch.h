#pragma once

#include <memory>

#include "kintsugi/method.h"

namespace kintsugi::fill {

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
