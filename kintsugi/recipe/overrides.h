#pragma once

#include <toml++/toml.h>

#include <string>

namespace kintsugi::recipe {

/// Sets one value of a recipe's TOML: see Overrides in recipe.h. Keys that are not there yet are
/// made, so that reading finds out whether they are known. Errors: no "=", an element of a list
/// that is not there.
void apply_override(toml::table& file, const std::string& text);

}  // namespace kintsugi::recipe
