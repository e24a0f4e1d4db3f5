#pragma once

#include <memory>
#include <vector>

#include "kintsugi/image/components.h"
#include "kintsugi/inpainter.h"

namespace kintsugi {

struct PieceOptions {
  double context = 1.25;    ///< known pixels around a hole, times the hole's side
  int min_context_px = 64;  ///< at least so many
};

/// One crop to fill: `hole` is pasted back, `crop` is what the method sees.
struct Piece {
  Box hole, crop;
};

/// How a mask's holes are cut into pieces. Holes whose crops overlap so much that one crop is
/// cheaper share it. The largest hole of a piece sets its context (HoleGroup::side_px).
std::vector<Piece> pieces_of(const Mask& mask, const PieceOptions& options,
                             const Progress& progress = {});

/// Copies the hole pixels of the mask that lie in `hole` into `result`, of the mask's size, from a
/// filled crop whose top left corner is at row `top`, column `left` of it.
void paste_hole(const Image& filled, const Mask& mask, const Box& hole, int top, int left,
                Image& result);

/// The crop, grown until it holds a quarter as many known pixels as holes or is 32 times as large:
/// where much around a hole is neither known nor hole (transparent), sources lie further away.
Box with_known_pixels(const Box& crop, const Mask& mask);

/// The mean colour of all known pixels, a value a channel: for holes that have nothing in reach.
std::vector<int> mean_known(const Image& image, const Mask& mask, const Progress& progress = {});

/// `method`, applied to crops around the holes, so that time and memory follow the holes and not
/// the picture. Where crops would be nearly the whole picture, `method` gets the picture itself.
std::unique_ptr<Inpainter> in_pieces(std::unique_ptr<Inpainter> method,
                                     const PieceOptions& options = {});

}  // namespace kintsugi
