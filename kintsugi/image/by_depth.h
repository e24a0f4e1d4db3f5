#pragma once

#include <memory>

#include "kintsugi/inpainter.h"

namespace kintsugi {

/// A mask's holes, parted by their depth: the Chebyshev distance from a hole pixel to the nearest
/// that is none (what lies beyond the picture's edges counts as hole).
struct SplitMask {
  Mask thin;  ///< 1 = a thin hole; 2 = a deep one, or neither in the mask itself
  Mask deep;  ///< 1 = a deep hole; 2 = neither in the mask itself; thin holes are known
  bool has_thin = false, has_deep = false;
};

/// A hole pixel is deep when it has more than `depth_px` hole pixels around it on every side, or
/// lies within four times that of one that has: a spot keeps its corners, a scratch that runs into
/// it is thin again a little way off.
SplitMask split_by_depth(const Mask& mask, int depth_px, const Progress& progress = {});

/// Fills thin holes with one method, the deep ones unknown to it, and then deep holes with the
/// other, to which the thin ones are known: a dusty surrounding is mended before it is copied from.
std::unique_ptr<Inpainter> by_depth(int depth_px, std::unique_ptr<Inpainter> thin,
                                    std::unique_ptr<Inpainter> deep);

}  // namespace kintsugi
