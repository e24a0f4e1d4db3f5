#pragma once

#include <vector>

#include "kintsugi/fill/patch_field.h"
#include "kintsugi/fill/patch_level.h"
#include "kintsugi/image.h"

namespace kintsugi::fill {

/// How the patches that cover a pixel are averaged. A patch counts
///   confidence(its centre) * exp(-(distance - smallest distance) / (softness * mean distance))
/// over the patches of that pixel: the best patches set the colour, and with a small softness the
/// best one alone, which keeps the result sharp.
struct VoteOptions {
  float softness = 1.0f;
  int threads = 0;
};

/// Gives every hole pixel of the level the weighted mean of what the patches over it say.
void vote(Level& level, const PatchField& field, const VoteOptions& options,
          const Progress& progress = {});

/// What the patches say of a picture's colours and of its differences between neighbours, in the
/// picture's own values, for the hole and one pixel around it.
struct Votes {
  Box box;                    ///< where in the picture
  std::vector<float> colour;  ///< [h, w, channels]; known pixels have their own colour
  std::vector<float> right;   ///< [h, w, channels] the right neighbour's colour minus this one's
  std::vector<float> down;    ///< [h, w, channels] the lower neighbour's colour minus this one's
};

/// The votes for a picture of the level's size, from its full-precision pixels.
Votes count_votes(const Level& level, const PatchField& field, const VoteOptions& options,
                  const Image& image, const Progress& progress = {});

}  // namespace kintsugi::fill
