#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

#include "kintsugi/options.h"

namespace kintsugi::apps {

struct FlagStyle {
  std::string group = "Options";     ///< heading in --help
  std::vector<std::string> without;  ///< fields that get no flag of their own
};

/// One flag a field of `options`, which must live as long as `command`: the visitor for the command
/// line over the one list of fields (kintsugi/options.h). Defaults are what the struct holds now.
template <class Options>
void add_flags(CLI::App& command, Options& options, const FlagStyle& style = {}) {
  Options::fields(options, [&](const char* name, auto& value, const char* help) {
    if (std::count(style.without.begin(), style.without.end(), name)) return;
    using Value = std::decay_t<decltype(value)>;
    const std::string flag = std::string("--") + name;
    if constexpr (std::is_same_v<Value, bool>) {
      command.add_flag(flag, value, help)->group(style.group);
    } else {
      const auto read = [flag, &value](const std::string& text) { read_value(flag, text, value); };
      std::ostringstream preset;
      if constexpr (HasWords<Value>) {
        preset << word_of(value);
      } else {
        preset << value;
      }
      command.add_option_function<std::string>(flag, read, help)
          ->type_name(std::is_arithmetic_v<Value> ? "NUMBER" : "TEXT")
          ->default_str(preset.str())
          ->group(style.group);
    }
  });
}

/// What NAME=FILE texts of `flag` say. Errors: a text of another form.
std::map<std::string, std::string> files_by_name(const std::string& flag,
                                                 const std::vector<std::string>& texts);

}  // namespace kintsugi::apps
