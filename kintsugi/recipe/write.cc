#include <toml++/toml.h>

#include <sstream>

#include "kintsugi/recipe/recipe.h"
#include "kintsugi/recipe/toml_reader.h"

namespace kintsugi::recipe {

namespace {

template <class T>
void insert(toml::table& table, const std::string& key, const T& value) {
  if constexpr (HasWords<T>) {
    table.insert(key, std::string(word_of(value)));
  } else if constexpr (std::is_same_v<T, uint64_t>) {
    table.insert(key, static_cast<int64_t>(value));
  } else if constexpr (kIsList<T>) {
    toml::array list;
    for (const auto& element : value) list.push_back(element);
    table.insert(key, std::move(list));
  } else {
    table.insert(key, value);
  }
}

template <class Options>
void insert_fields(toml::table& table, const Options& options) {
  Options copy = options;  // `fields` visits values that may change
  Options::fields(copy, [&](const char* name, const auto& value, const char*) {
    insert(table, toml_key(name), value);
  });
}

template <class Options>
toml::table table_of(const Options& options) {
  toml::table table;
  insert_fields(table, options);
  return table;
}

/// The part that a variant holds, named under `key`.
template <class... Parts>
void insert_part(toml::table& table, const char* key, const std::variant<Parts...>& part) {
  std::visit(
      [&](const auto& options) {
        table.insert(key, std::string(options.kName));
        insert_fields(table, options);
      },
      part);
}

toml::table to_table(const Hole& hole) {
  toml::table table;
  table.insert("painter", word_of(hole.painter));
  table.insert("weight", hole.weight);
  for (const auto& [name, value] : hole.settings) {
    table.insert(toml_key(name), value);
  }
  return table;
}

toml::table to_table(const Discriminator& discriminator) {
  toml::table table = table_of(discriminator), optimizer;
  insert_part(table, "network", discriminator.network);
  insert_part(optimizer, "kind", discriminator.optimizer);
  table.insert("optimizer", std::move(optimizer));
  return table;
}

toml::table to_table(const Loss& loss) {
  toml::table table = table_of(loss);
  insert_part(table, "term", loss.term);
  return table;
}

toml::table to_table(const Phase& phase) { return table_of(phase); }

template <class Element>
void insert_list(toml::table& file, const char* name, const std::vector<Element>& elements) {
  toml::array list;
  for (const Element& element : elements) list.push_back(to_table(element));
  if (!list.empty()) file.insert(name, std::move(list));
}

}  // namespace

std::string to_toml(const Recipe& recipe) {
  toml::table file = table_of(recipe.training), generator, optimizer;
  file.insert("input", table_of(recipe.input));
  insert_part(generator, "network", recipe.generator);
  file.insert("generator", std::move(generator));
  file.insert("data", table_of(recipe.data));
  insert_list(file, "hole", recipe.holes);
  insert_list(file, "discriminator", recipe.discriminators);
  insert_list(file, "loss", recipe.losses);
  insert_part(optimizer, "kind", recipe.optimizer);
  file.insert("optimizer", std::move(optimizer));
  file.insert("schedule", table_of(recipe.schedule));
  file.insert("validation", table_of(recipe.validation));
  insert_list(file, "phase", recipe.phases);
  std::ostringstream out;
  out << file << "\n";
  return out.str();
}

}  // namespace kintsugi::recipe
