#pragma once

#include <memory>

#include "kintsugi/fill/patchmatch.h"

namespace kintsugi::fill {

/// A hole no deeper than this needs no coarser level: each of its patches sees known pixels.
inline constexpr int kThinDepthPx = 3;

/// Patches for thin holes, scratches and specks: colours continued smoothly into the hole are the
/// only start, small patches (5 pixels at most) come from nearby, a few rounds of searches and
/// votes make texture of them, and the votes are averaged more than `patchmatch` does, which loses
/// little sharpness where known pixels are near. Of the options, patch_size is an upper limit and
/// `iterations` is not used. Deeper holes are filled too, but not well.
/// Errors: options out of range.
std::unique_ptr<Inpainter> thin_patchmatch(const PatchMatchOptions& options = {});

}  // namespace kintsugi::fill
