#pragma once

#include <memory>
#include <vector>

#include "kintsugi/inpainter.h"

namespace kintsugi {

/// How large the parts are that in_tiles cuts.
struct TileOptions {
  int side_px = 64;    ///< of a tile; longer holes are cut where they are thin for their box
  int margin_px = 24;  ///< known pixels around a tile's holes that the method sees
  int threads = 0;  ///< tiles at the same time; 0 = one per core. The result does not depend on it
};

/// A part of a row of the mask, [left, right), all hole.
struct Run {
  int y, left, right;
};

/// Holes that are filled together: the runs that are pasted, and the smallest box around them.
struct Tile {
  Box box;
  std::vector<Run> runs;
};

/// The holes of a mask, tile by tile; every hole pixel lies in exactly one run. An 8-connected hole
/// is whole in one tile, unless it is longer than one and covers less than a sixteenth of its box
/// (a scratch), or is longer than four. Time and memory follow the number of runs.
std::vector<Tile> tiles_of(const Mask& mask, int side_px, const Progress& progress = {});

/// `method`, applied to one tile after another, several at the same time: give it one thread. A
/// tile's crop shows other tiles' holes as neither known nor to be filled, but for a few pixels
/// beyond its own box, so that a hole that was cut meets itself.
std::unique_ptr<Inpainter> in_tiles(std::unique_ptr<Inpainter> method,
                                    const TileOptions& options = {});

}  // namespace kintsugi
