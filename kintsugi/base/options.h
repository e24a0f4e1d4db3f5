#pragma once

#include <sstream>
#include <string>

#include "kintsugi/base/error.h"

namespace kintsugi {

/// An options struct lists its fields once, in a static member
///
///   template <class Options, class Visitor>
///   static void fields(Options& o, Visitor&& field) {
///     field("patch-size", o.patch_size, "side of a patch in pixels, odd");
///   }
///
/// Flags, JSON and files are visitors over that list; `set` is the one for text.
/// Sets the field called `name` from `text`; an unknown name or an unreadable value is an Error.
template <class Options>
void set(Options& options, const std::string& name, const std::string& text) {
  bool found = false;
  Options::fields(options, [&](const char* known, auto& value, const char*) {
    if (name != known) return;
    found = true;
    if constexpr (requires { value = text; }) {
      value = text;  // a string may hold blanks, which `>>` would stop at
    } else {
      std::istringstream in(text);
      check(bool(in >> std::boolalpha >> value) && (in >> std::ws).eof(), name, " cannot be '", text,
            "'");
    }
  });
  check(found, "there is no option ", name);
}

}  // namespace kintsugi
