#pragma once

#include <memory>

#include "kintsugi/method.h"

namespace kintsugi::fill {

// Both methods fill the hole from its rim inwards, in the order of a front that moves at constant
// speed (marching.h). A pixel p becomes the weighted mean of the pixels q within the radius that
// are known or filled already, each continued to p by the slope g of the hole's surroundings:
//
//   value(p) = sum w(p, q) (value(q) + g (p - q)) / sum w(p, q)                   (Telea 2004, eq.
//   2)
//
// with g from trend.h in place of each pixel's own gradient, which in a photograph is mostly noise.
// So a picture of one value stays as it is, and so does one that is linear in x and y, wherever its
// holes lie. Time and memory follow the holes: no need to cut a picture into pieces for them.

/// Telea (2004): a pixel weighs the more, the nearer it is, the more it lies in the direction from
/// which the front comes, and the more the front reaches both at the same time. Fast, smooth; for
/// scratches.
std::unique_ptr<Inpainter> telea(const DiffusionOptions& options = {});

/// One pass of the front in the spirit of Navier-Stokes inpainting (Bertalmio, Bertozzi, Sapiro
/// 2001), which carries grey values along isophotes: a pixel weighs the more, the more its isophote
/// points to the one that is filled.
std::unique_ptr<Inpainter> navier_stokes(const DiffusionOptions& options = {});

}  // namespace kintsugi::fill
