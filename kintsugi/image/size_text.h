#pragma once

#include <string>

#include "kintsugi/image.h"

namespace kintsugi {

/// "640x480": width, then height, as people write sizes. `name` is for messages. Errors: another
/// form, a size below 1, more than 200 million pixels.
Size read_size(const std::string& name, const std::string& text);

}  // namespace kintsugi
