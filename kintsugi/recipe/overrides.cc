#include "kintsugi/recipe/overrides.h"

#include <algorithm>
#include <sstream>
#include <vector>

#include "kintsugi/error.h"
#include "kintsugi/recipe/suggest.h"

namespace kintsugi::recipe {

namespace {

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> keys;
  std::istringstream in(path);
  for (std::string key; std::getline(in, key, '.');) keys.push_back(key);
  return keys;
}

/// What an element of a list is called: by "name", else by the part that it is.
std::string name_of(const toml::table& element) {
  for (const char* key : {"name", "term", "painter"}) {
    if (const auto name = element[key].value<std::string>()) return *name;
  }
  return "";
}

toml::table& element(toml::array& list, const std::string& key, const std::string& text) {
  std::vector<std::string> known;
  for (size_t i = 0; i < list.size(); ++i) {
    toml::table* table = list[i].as_table();
    if (!table) continue;
    if (key == std::to_string(i) || key == name_of(*table)) return *table;
    known.push_back(name_of(*table));
  }
  throw Error("override " + text + ": there is no element '" + key + "'" + suggestion(key, known));
}

/// `value` as TOML writes it, or else as a text.
void insert(toml::table& table, const std::string& key, const std::string& value,
            const std::string& path) {
  try {
    const toml::table parsed = toml::parse("value = " + value, "override " + path);
    table.insert_or_assign(key, *parsed.get("value"));
  } catch (const toml::parse_error&) {
    table.insert_or_assign(key, value);
  }
}

}  // namespace

void apply_override(toml::table& file, const std::string& text) {
  const size_t equals = text.find('=');
  check(equals != text.npos && equals > 0, "override ", text, ": expected KEY=VALUE");
  const std::string path = text.substr(0, equals);
  const std::vector<std::string> keys = split(path);
  toml::table* table = &file;
  for (size_t i = 0; i + 1 < keys.size(); ++i) {
    toml::node* node = table->get(keys[i]);
    if (node && node->is_array() && i + 2 < keys.size()) {
      table = &element(*node->as_array(), keys[++i], text);
    } else {
      if (!node) table->insert(keys[i], toml::table());
      table = table->get(keys[i])->as_table();
    }
    check(table, "override ", text, ": '", keys[i], "' has no keys of its own");
  }
  insert(*table, keys.back(), text.substr(equals + 1), path);
}

}  // namespace kintsugi::recipe
