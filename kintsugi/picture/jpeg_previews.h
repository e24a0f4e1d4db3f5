#pragma once

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// Takes previews out of the content of a JPEG's marker, in place, and gives the number of bytes
/// that are left; 0: the marker is for a preview alone. EXIF's, JFIF's and Photoshop's previews
/// show what a picture was before it was filled.
///   marker  as in the file, such as 0xE1 for APP1
size_t drop_jpeg_preview(int marker, std::span<uint8_t> content);

}  // namespace kintsugi
