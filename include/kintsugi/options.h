#pragma once

#include <sstream>
#include <string>
#include <type_traits>

#include "kintsugi/error.h"
#include "kintsugi/words.h"

namespace KINTSUGI_API kintsugi {

/// An options struct lists its fields once, in a static member
///
///   template <class Options, class Visitor>
///   static void fields(Options& o, Visitor&& field) {
///     field("patch-size", o.patch_size, "side of a patch in pixels, odd");
///   }
///
/// Flags, JSON and files are visitors over that list; `set` is the one for text.

/// Reads `text` into the option `value`, called `name` in the message of an Error. Anything but the
/// whole text being a value is one: 'nan', '3x', '-1' where nothing is negative, '3.5' for a count.
template <class Value>
void read_value(const std::string& name, const std::string& text, Value& value) {
  if constexpr (HasWords<Value>) {
    const std::optional<Value> read = value_of<Value>(text);
    check(read.has_value(), name, " cannot be '", text, "', expected ", list_of_words<Value>());
    value = *read;
  } else if constexpr (requires { value = text; }) {
    value = text;  // a string may hold blanks, which `>>` would stop at
  } else {
    const bool has_sign = text.find('-') != text.npos;
    std::istringstream in(text);
    const bool is_read = bool(in >> std::boolalpha >> value) && (in >> std::ws).eof();
    check(is_read && !(std::is_unsigned_v<Value> && has_sign), name, " cannot be '", text, "'",
          std::is_same_v<Value, bool> ? ", expected true or false"
          : std::is_integral_v<Value>
              ? (std::is_unsigned_v<Value> ? ", expected a whole number of 0 or more"
                                           : ", expected a whole number")
          : std::is_floating_point_v<Value> ? ", expected a number"
                                            : "");
  }
}

/// Sets the field called `name` from `text`; an unknown name or an unreadable value is an Error.
template <class Options>
void set(Options& options, const std::string& name, const std::string& text) {
  bool found = false;
  Options::fields(options, [&](const char* known, auto& value, const char*) {
    if (name != known) return;
    found = true;
    read_value(name, text, value);
  });
  check(found, "there is no option ", name);
}

}  // namespace kintsugi
