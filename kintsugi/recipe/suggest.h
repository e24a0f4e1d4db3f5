#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kintsugi::recipe {

/// How many letters have to be put in, taken out or changed to make `b` of `a` (Levenshtein 1966).
///   edit_distance("widht", "width") -> 2
size_t edit_distance(std::string_view a, std::string_view b);

/// The end of a message about an unknown word: ", did you mean 'width'?", or where nothing is
/// near, ", expected one of width, depth".
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace kintsugi::recipe
