#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kintsugi/recipe/discriminators.h"
#include "kintsugi/recipe/losses.h"
#include "kintsugi/recipe/optimizers.h"
#include "kintsugi/recipe/training.h"
#include "kintsugi/recipe/words.h"

namespace kintsugi::recipe {

/// Section [input]: what the network is shown of a picture with a hole.
struct Input {
  int64_t size = 256;
  Range range = Range::kUnit;
  HolePaint hole = HolePaint::kZero;
  std::vector<double> mean_colour = {0.5, 0.5, 0.5};
  bool has_mask = true;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("size", o.size, "side of the square pictures it is trained on, pixels");
    field(
        "range", o.range,
        "of the network's pictures: unit [0, 1], signed [-1, 1], or imagenet (mean and deviation)");
    field(
        "hole", o.hole,
        "painted with: zero in that range, grey, mean (mean_colour), or noise all over the range");
    field("mean-colour", o.mean_colour, "red, green and blue in [0, 1] for hole = \"mean\"");
    field("has-mask", o.has_mask, "whether the mask is given as a fourth channel");
  }
};

/// A system or a variant of one: a TOML file that names parts and numbers.
struct Recipe {
  std::string name;  // the file's, without folder and ending: "glcic"
  Training training;
  Input input;
  nets::Generator generator;
  Data data;
  std::vector<Hole> holes;
  std::vector<Discriminator> discriminators;
  std::vector<Loss> losses;
  Optimizer optimizer;  // of the generator
  Schedule schedule;
  Validation validation;
  std::vector<Phase> phases;  // at least one
};

/// "generator.width=32", or with an element of a list by its name or number:
/// "discriminator.critic.width=16", "phase.0.share=0.5". The value is TOML, or else a text.
using Overrides = std::vector<std::string>;

/// Reads a recipe with some of its numbers changed. Errors: TOML that cannot be read, an unknown
/// key (the nearest known one is suggested), a value of the wrong type or out of range, a loss or
/// phase that names what is not there; all with file and line.
Recipe read_recipe(const std::string& path, const Overrides& overrides = {});

/// The same from text; `path` is for messages and the recipe's name.
Recipe parse_recipe(std::string_view text, const std::string& path,
                    const Overrides& overrides = {});

/// The recipe as TOML with every number written out; parse_recipe gives the same recipe again.
std::string to_toml(const Recipe& recipe);

}  // namespace kintsugi::recipe
