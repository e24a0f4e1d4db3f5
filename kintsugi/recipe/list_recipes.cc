#include "kintsugi/recipe/list_recipes.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi::recipe {

std::vector<Recipe> read_recipes(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  check(fs::is_directory(folder), "there is no folder of recipes at ", folder.string());
  std::vector<Recipe> recipes;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".toml") recipes.push_back(read_recipe(entry.path()));
  }
  std::sort(recipes.begin(), recipes.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return recipes;
}

}  // namespace kintsugi::recipe
