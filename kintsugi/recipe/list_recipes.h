#pragma once

#include <filesystem>
#include <vector>

#include "kintsugi/recipe/recipe.h"

namespace kintsugi::recipe {

/// The recipes, *.toml, of a folder by their names. Errors: no such folder; a recipe that cannot be
/// read.
std::vector<Recipe> read_recipes(const std::filesystem::path& folder);

}  // namespace kintsugi::recipe
