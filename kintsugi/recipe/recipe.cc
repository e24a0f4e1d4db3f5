#include "kintsugi/recipe/recipe.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "kintsugi/recipe/overrides.h"
#include "kintsugi/recipe/read_parts.h"
#include "kintsugi/recipe/toml_reader.h"

namespace kintsugi::recipe {

namespace {

const toml::table& section(const toml::table& file, const char* name) {
  const toml::node* node = file.get(name);
  check(node, where(file), "there is no section [", name, "]");
  check(node->is_table(), where(*node), name, " is not a section, expected [", name, "]");
  return *node->as_table();
}

/// The same; where there is none, an empty one.
const toml::table& optional_section(const toml::table& file, const char* name) {
  static const toml::table empty;
  return file.contains(name) ? section(file, name) : empty;
}

/// What `read` makes of every [[name]].
template <class Read>
auto read_list(const toml::table& file, const char* name, const Read& read) {
  std::vector<decltype(read(file))> result;
  const toml::node* node = file.get(name);
  if (!node) return result;
  check(node->is_array_of_tables(), where(*node), name, " is not a list of sections, expected [[",
        name, "]]");
  for (const toml::node& element : *node->as_array()) result.push_back(read(*element.as_table()));
  return result;
}

Recipe read(const toml::table& file, const std::string& path) {
  Recipe recipe;
  recipe.name = std::filesystem::path(path).stem();
  read_fields(file, recipe.training,
              {"input", "generator", "data", "hole", "discriminator", "loss", "optimizer",
               "schedule", "validation", "phase"});
  recipe.input = read_input(section(file, "input"));
  read_part(section(file, "generator"), "network", recipe.generator);
  recipe.data = read_data(optional_section(file, "data"));
  recipe.holes = read_list(file, "hole", read_hole);
  recipe.discriminators = read_list(file, "discriminator", read_discriminator);
  recipe.losses = read_list(file, "loss", read_loss);
  if (file.contains("optimizer")) read_part(section(file, "optimizer"), "kind", recipe.optimizer);
  recipe.schedule = read_schedule(optional_section(file, "schedule"));
  recipe.validation = read_validation(optional_section(file, "validation"));
  recipe.phases = read_list(file, "phase", read_phase);
  return recipe;
}

}  // namespace

Recipe parse_recipe(std::string_view text, const std::string& path,
                    const Overrides& overrides) try {
  toml::table file = toml::parse(text, path);
  for (const std::string& override_text : overrides) apply_override(file, override_text);
  Recipe recipe = read(file, path);
  complete_and_check(recipe, path);
  return recipe;
} catch (const toml::parse_error& error) {
  throw Error(path + ":" + std::to_string(error.source().begin.line) + ": " +
              std::string(error.description()));
}

Recipe read_recipe(const std::string& path, const Overrides& overrides) {
  std::ifstream file(path, std::ios::binary);
  check(bool(file), "cannot read recipe ", path);
  std::ostringstream text;
  text << file.rdbuf();
  return parse_recipe(text.str(), path, overrides);
}

}  // namespace kintsugi::recipe
