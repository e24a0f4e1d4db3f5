#pragma once

#include "kintsugi/fill/patch_vote.h"
#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi::fill {

/// Turns votes into pixels without seams: the picture u inside the hole that minimises
///   sum over neighbours |u(q) - u(p) - voted difference|^2 + pull * sum |u(p) - voted colour|^2
/// with the known pixels fixed (a screened Poisson equation, as in Image Melding: Darabi et al.
/// 2012). Differences of brightness between patches from different places spread out over about
/// 1 / sqrt(pull) pixels; texture and edges stay.
///   mask    1 = the pixels to write; `votes.box` holds all of them
void blend(const Votes& votes, const Mask& mask, float pull, int threads, Image& image,
           const Progress& progress = {});

/// The smoothest surface through the known pixels, slightly pulled to their mean: for a picture
/// without one whole known patch to copy.
Image membrane(const Image& image, const Mask& mask, int threads, const Progress& progress = {});

}  // namespace kintsugi::fill
