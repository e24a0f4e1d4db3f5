#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kintsugi/recipe/generators.h"

namespace kintsugi::recipe {

/// Section [input]: what the network is shown of a picture with a hole.
struct Input {
  int64_t size = 256;
  std::string range = "unit";
  std::string hole = "zero";
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
  std::string name;     // the file's, without folder and ending: "glcic"
  std::string summary;  // one line for lists
  Input input;
  Generator generator;
};

/// Reads a recipe. Errors: TOML that cannot be read, an unknown key (the nearest known one is
/// suggested), a value of the wrong type or out of range; all with file and line.
Recipe read_recipe(const std::string& path);

/// The same from text; `path` is for messages and the recipe's name.
Recipe parse_recipe(std::string_view text, const std::string& path);

}  // namespace kintsugi::recipe
