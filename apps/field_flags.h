#pragma once

#include <string>

namespace kintsugi::apps {

/// A message of the library, which names the fields of options (mask.polarity, max_pixels), with
/// the flags in their place that set them: --mask-polarity, --max-pixels.
std::string with_flag_names(const std::string& message);

/// The same for messages of training: "override steps: ..." becomes "--set steps: ...".
std::string with_training_flags(const std::string& message);

}  // namespace kintsugi::apps
