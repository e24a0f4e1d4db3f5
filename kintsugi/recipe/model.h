#pragma once

#include <cstdint>

#include "kintsugi/recipe/recipe.h"

namespace kintsugi::recipe {

/// Whose picture a model puts into the hole: the generator's last, or the coarse one that a
/// generator of two stages makes first.
enum class FilledBy { kGenerator, kCoarse };
constexpr auto words(FilledBy) {
  return std::to_array<Word<FilledBy>>(
      {{FilledBy::kGenerator, "result"}, {FilledBy::kCoarse, "coarse"}});
}

/// The graph that a model file holds: the whole job, with fresh weights that `seed` decides.
///
///   image      [N, 3, H, W]  RGB in [0, 1]; pixels under the hole are not looked at
///   mask       [N, 1, H, W]  1 = hole, 0 = known
///   result     [N, 3, H, W]  RGB in [0, 1]; the known pixels are image's
///   attention  [N, P, P]     of generators that make it: see nets::self_attention
///
/// H and W are the recipe's size where the generator takes no other. Metadata: "recipe", "size"
/// (the side of the pictures it is trained on), "multiple" and "minimum" (what H and W must be).
/// Errors: a range or size that the generator cannot work with; a coarse result that it does not
/// make.
graph::Graph build_model(const Recipe& recipe, uint64_t seed,
                         FilledBy filled_by = FilledBy::kGenerator);

/// The noise that build_model's graph paints the hole with, of recipes whose hole is "noise".
///   return  [1, 3, S, S]  uniform in [0, 1]
Tensor model_noise(const Recipe& recipe, uint64_t seed);

/// The same network with everything that training looks at; weights have the names of
/// build_model's. Errors: as build_model; a loss of a coarse result that there is none of.
///
///   image   [N, 3, S, S]  RGB in [0, 1];  S: the recipe's size
///   mask    [N, 1, S, S]  1 = hole, 0 = known
///   noise   [N, 3, S, S]  uniform in [0, 1]; an input only of recipes whose hole is "noise"
///   truth, painted, raw, composite  [N, 3, S, S]  in the recipe's range: the picture, what the
///           generator is shown, what it makes, and that with the known pixels put back
///   result  [N, 3, S, S]  RGB in [0, 1]: the composite
///   coarse, attention     of generators that make them: the first stage's result, in the range; as
///           above
graph::Graph build_training_graph(const Recipe& recipe, uint64_t seed);

/// Writes the operators of section [input]: range, normalization, what the hole is painted with.
///   image, mask, noise  as above; noise is looked at only where the hole is "noise"
nets::Painted paint(graph::Builder& b, const graph::Value& image, const graph::Value& mask,
                    const graph::Value& noise, const Input& input);

/// A picture in [0, 1] in the range of [input], and back; what lies outside [0, 1] is cut off.
///   x [N, 3, H, W], as the result
graph::Value into_range(graph::Builder& b, const graph::Value& x, const Input& input);
graph::Value out_of_range(graph::Builder& b, const graph::Value& x, const Input& input);

}  // namespace kintsugi::recipe
