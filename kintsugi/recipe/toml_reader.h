#pragma once

#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "kintsugi/base/error.h"
#include "kintsugi/recipe/suggest.h"

namespace kintsugi::recipe {

/// "recipes/glcic.toml:7: ", for messages.
inline std::string where(const toml::node& node) {
  const toml::source_region& source = node.source();
  return (source.path ? *source.path : std::string("recipe")) + ":" +
         std::to_string(source.begin.line) + ": ";
}

/// "a number", for messages.
template <class T>
const char* type_name() {
  if constexpr (std::is_same_v<T, bool>) return "true or false";
  if constexpr (std::is_same_v<T, std::string>) return "a text";
  if constexpr (std::is_same_v<T, int64_t>) return "an integer";
  return "a number";
}

/// Reads one value. Errors: it is of another type, with the line and what was expected.
template <class T>
void read_value(const toml::node& node, std::string_view key, T& value) {
  if constexpr (std::is_same_v<T, std::vector<double>>) {
    check(node.is_array(), where(node), key, " is not a list, expected a list of numbers");
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
    std::string key = name;
    std::replace(key.begin(), key.end(), '-', '_');  // flags have dashes, TOML has underscores
    if (const toml::node* node = table.get(key)) read_value(*node, key, value);
    known.push_back(std::move(key));
  });
  for (const auto& [key, node] : table) {
    check(std::find(known.begin(), known.end(), key.str()) != known.end(), where(node),
          "there is no key '", key.str(), "' here", suggestion(key.str(), known));
  }
}

}  // namespace kintsugi::recipe
