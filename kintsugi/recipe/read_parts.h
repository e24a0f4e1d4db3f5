#pragma once

#include <toml++/toml.h>

#include <string>

#include "kintsugi/recipe/recipe.h"

namespace kintsugi::recipe {

// The sections of a recipe one by one. Errors: an unknown key, a value of the wrong type or out of
// range, with file and line.

Input read_input(const toml::table& table);
Data read_data(const toml::table& table);
Hole read_hole(const toml::table& table);
Discriminator read_discriminator(const toml::table& table);
Loss read_loss(const toml::table& table);
Schedule read_schedule(const toml::table& table);
Validation read_validation(const toml::table& table);
Phase read_phase(const toml::table& table);

/// Checks what spans sections: names are unique, phases name losses and networks that are there,
/// shares make 1. A recipe without phases gets one with everything, without holes one of strokes.
/// `path` is for messages.
void complete_and_check(Recipe& recipe, const std::string& path);

}  // namespace kintsugi::recipe
