#include "kintsugi/recipe/recipe.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "kintsugi/recipe/toml_reader.h"

namespace kintsugi::recipe {

namespace {

/// The keys of a recipe outside its sections.
struct Head {
  std::string summary;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("summary", o.summary, "one line for lists");
  }
};

const toml::table& section(const toml::table& file, const char* name) {
  const toml::node* node = file.get(name);
  check(node && node->is_table(), where(file), "there is no section [", name, "]");
  return *node->as_table();
}

void expect_one_of(const toml::table& table, const char* key, const std::string& found,
                   const std::vector<std::string>& known) {
  const toml::node* node = table.get(key);
  check(std::find(known.begin(), known.end(), found) != known.end(), where(node ? *node : table),
        key, " is '", found, "'", suggestion(found, known));
}

Input read_input(const toml::table& table) {
  Input input;
  read_fields(table, input);
  check(input.size >= 16 && input.size <= 4096, where(table), "size is ", input.size,
        ", expected 16 to 4096");
  expect_one_of(table, "range", input.range, {"unit", "signed", "imagenet"});
  expect_one_of(table, "hole", input.hole, {"zero", "grey", "mean", "noise"});
  check(input.mean_colour.size() == 3, where(table), "mean_colour has ", input.mean_colour.size(),
        " numbers, expected 3");
  return input;
}

/// Reads the options of the network that `table` names into the first of `Networks` of that name.
template <class... Networks>
Generator read_generator(const toml::table& table, std::variant<Networks...>) {
  std::string network;
  const toml::node* node = table.get("network");
  check(node, where(table), "[generator] names no network");
  read_value(*node, "network", network);
  Generator result;
  const auto try_one = [&](auto options) {
    if (network != options.kNetwork) return false;
    read_fields(table, options, {"network"});
    result = options;
    return true;
  };
  const bool found = (try_one(Networks{}) || ...);
  check(found, where(*node), "there is no network '", network, "'",
        suggestion(network, {Networks::kNetwork...}));
  return result;
}

}  // namespace

Recipe parse_recipe(std::string_view text, const std::string& path) try {
  const toml::table file = toml::parse(text, path);
  Head head;
  read_fields(file, head, {"input", "generator"});
  return {.name = std::filesystem::path(path).stem(),
          .summary = head.summary,
          .input = read_input(section(file, "input")),
          .generator = read_generator(section(file, "generator"), Generator())};
} catch (const toml::parse_error& error) {
  throw Error(path + ":" + std::to_string(error.source().begin.line) + ": " +
              std::string(error.description()));
}

Recipe read_recipe(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  check(bool(file), "cannot read recipe ", path);
  std::ostringstream text;
  text << file.rdbuf();
  return parse_recipe(text.str(), path);
}

}  // namespace kintsugi::recipe
