#pragma once

#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "kintsugi/error.h"
#include "kintsugi/recipe/suggest.h"
#include "kintsugi/words.h"

namespace kintsugi::recipe {

/// "recipes/glcic.toml:7: ", for messages; "override: " for what comes of one.
inline std::string where(const toml::node& node) {
  const toml::source_region& source = node.source();
  if (!source.path) return "override: ";
  return *source.path + ":" + std::to_string(source.begin.line) + ": ";
}

/// "a number", for messages.
template <class T>
const char* type_name() {
  if constexpr (std::is_same_v<T, bool>) return "true or false";
  if constexpr (std::is_same_v<T, std::string>) return "a text";
  if constexpr (std::is_integral_v<T>) return "an integer";
  return "a number";
}

template <class T>
constexpr bool kIsList = false;
template <class T>
constexpr bool kIsList<std::vector<T>> = true;

/// "norm-order" -> "norm_order": flags have dashes, TOML has underscores.
inline std::string toml_key(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// The words that values of an enum are written as, for messages.
template <HasWords Enum>
std::vector<std::string> words_of() {
  std::vector<std::string> found;
  for (const auto& entry : words(Enum{})) {
    const std::string_view word = entry.word;
    if (!word.empty() && word == word_of(entry.value)) found.emplace_back(word);
  }
  return found;
}

/// Reads one value. Errors: it is of another type, with the line and what was expected; an unknown
/// word, with the nearest one.
template <class T>
void read_value(const toml::node& node, std::string_view key, T& value) {
  if constexpr (HasWords<T>) {
    std::string word;
    read_value(node, key, word);
    const std::optional<T> found = value_of<T>(word);
    check(found.has_value(), where(node), key, " is '", word, "'", suggestion(word, words_of<T>()));
    value = *found;
  } else if constexpr (kIsList<T>) {
    check(node.is_array(), where(node), key, " is not a list");
    value.clear();
    for (const toml::node& element : *node.as_array())
      read_value(element, key, value.emplace_back());
  } else {
    const auto found = node.value<T>();  // an integer is a number as well, nothing else converts
    check(found.has_value(), where(node), key, " is not ", type_name<T>());
    value = *found;
  }
}

/// Sets the fields of `options` that `table` has; `others` are keys that somebody else reads.
/// Errors: a key that is neither, with the nearest one there is.
template <class Options>
void read_fields(const toml::table& table, Options& options,
                 const std::vector<std::string>& others = {}) {
  std::vector<std::string> known = others;
  Options::fields(options, [&](const char* name, auto& value, const char*) {
    std::string key = toml_key(name);
    if (const toml::node* node = table.get(key)) read_value(*node, key, value);
    known.push_back(std::move(key));
  });
  for (const auto& [key, node] : table) {
    check(std::find(known.begin(), known.end(), key.str()) != known.end(), where(node),
          "there is no key '", key.str(), "' here", suggestion(key.str(), known));
  }
}

/// Reads what `table` names under `key` ("network", "term", "kind") into the part of that name, and
/// its options; `others` as above. Errors: no such part, with the nearest name.
template <class... Parts>
void read_part(const toml::table& table, const std::string& key, std::variant<Parts...>& part,
               std::vector<std::string> others = {}) {
  std::string name;
  const toml::node* node = table.get(key);
  check(node, where(table), "no ", key, " is named here, expected ", key, " = \"",
        std::get<0>(std::tuple<decltype(Parts::kName)...>(Parts::kName...)), "\" or another");
  read_value(*node, key, name);
  others.push_back(key);
  const auto try_one = [&](auto options) {
    if (name != options.kName) return false;
    read_fields(table, options, others);
    part = options;
    return true;
  };
  const bool found = (try_one(Parts{}) || ...);
  check(found, where(*node), "there is no ", key, " '", name, "'",
        suggestion(name, {Parts::kName...}));
}

/// The keys of `Options` as TOML writes them.
template <class Options>
std::vector<std::string> keys_of() {
  std::vector<std::string> keys;
  Options options;
  Options::fields(options,
                  [&](const char* name, auto&, const char*) { keys.push_back(toml_key(name)); });
  return keys;
}

}  // namespace kintsugi::recipe
