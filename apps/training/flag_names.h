#pragma once

#include <string>

namespace kintsugi::apps {

/// A message of the library with the flags that set what it names: "override steps: ..." becomes
/// "--set steps: ...", "features.vgg19" becomes "--features vgg19=FILE".
std::string with_flags(const std::string& message);

}  // namespace kintsugi::apps
