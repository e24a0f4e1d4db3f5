#pragma once

#include <cstdint>

#include "kintsugi/recipe/recipe.h"

namespace kintsugi::recipe {

/// The graph that a model file holds: the whole job, with fresh weights that `seed` decides.
///
///   image      [N, 3, H, W]  RGB in [0, 1]; pixels under the hole are not looked at
///   mask       [N, 1, H, W]  1 = hole, 0 = known
///   result     [N, 3, H, W]  RGB in [0, 1]; the known pixels are image's
///   attention  [N, P, P]     of approx-attention only: see nets::self_attention
///
/// H and W are the recipe's size where the generator takes no other. Metadata: "recipe", "size"
/// (the side of the pictures it is trained on), "multiple" and "minimum" (what H and W must be).
/// Errors: a range or size that the generator cannot work with.
graph::Graph build_model(const Recipe& recipe, uint64_t seed);

/// Writes the operators of section [input]: range, normalization, what the hole is painted with.
///   image, mask  as above
Painted paint(graph::Builder& b, const graph::Value& image, const graph::Value& mask,
              const Input& input, uint64_t seed);

}  // namespace kintsugi::recipe
