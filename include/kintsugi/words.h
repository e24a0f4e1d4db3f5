#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "kintsugi/version.h"

namespace KINTSUGI_API kintsugi {

/// A word for a value of an enum, as flags, recipes, JSON and --help write it.
template <class Enum>
struct Word {
  Enum value;
  const char* word;
};

/// An enum with words has, in its own namespace, one table of them. A value may have several; the
/// first is the one that is written, all are read:
///
///   enum class Border { kZero, kReflect };
///   constexpr auto words(Border) {
///     return std::to_array<Word<Border>>({{Border::kZero, "zero"}, {Border::kReflect, "reflect"}});
///   }
template <class Enum>
concept HasWords = requires(Enum value) {
  words(value)[0].word;
};

/// The word for `value`: Border::kZero -> "zero".
template <HasWords Enum>
constexpr const char* word_of(Enum value) {
  for (const auto& entry : words(value)) {
    if (entry.value == value) return entry.word;
  }
  return "";
}

/// The value that `word` stands for; nothing if it is none of the table's.
template <HasWords Enum>
constexpr std::optional<Enum> value_of(std::string_view word) {
  for (const auto& entry : words(Enum{})) {
    if (word == entry.word) return entry.value;
  }
  return std::nullopt;
}

/// The words that are written, for messages and help: "zero or reflect".
template <HasWords Enum>
std::string list_of_words(const char* last_separator = " or ") {
  std::string text, last;
  for (const auto& entry : words(Enum{})) {
    if (std::string_view(word_of(entry.value)) != entry.word) continue;  // another word for it
    if (!last.empty()) text += (text.empty() ? "" : ", ") + last;
    last = entry.word;
  }
  return text.empty() ? last : text + last_separator + last;
}

}  // namespace kintsugi
