#pragma once

#include <sstream>
#include <stdexcept>

#include "kintsugi/version.h"

namespace KINTSUGI_API kintsugi {

/// The one exception this library throws on purpose: something the caller can put right, such as
/// a missing file or a mask of the wrong size. A bug of ours is an assert, not an Error.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws an Error made of all `parts` unless `ok`. Say what was found and what was expected:
///
///   check(c == 3, "image has ", c, " channels, expected 3");
template <class... Parts>
void check(bool ok, const Parts&... parts) {
  if (ok) return;
  std::ostringstream message;
  (message << ... << parts);
  throw Error(message.str());
}

}  // namespace kintsugi
