#pragma once

#include <optional>
#include <string>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// What a camera's RAW file is called ("Canon CR2", "DNG"); nothing if the file is none. Many are
/// TIFFs whose first directory is a small preview: RAW is what has a directory of a colour filter
/// array, or a DNG version.
std::optional<std::string> raw_kind(ByteView file);

}  // namespace kintsugi
