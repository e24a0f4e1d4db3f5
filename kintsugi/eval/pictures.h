#pragma once

#include <string>

#include "kintsugi/image.h"

namespace kintsugi::eval {

/// A picture's name as that of files about it, without extension: "a/b.jpg" -> "a_b".
std::string stem_of(const std::string& picture);

/// The picture as methods are measured on it: RGB with 8 bits; where `size_px` is not 0, the
/// largest square in the middle, scaled to size_px.
Image prepared(const Image& image, int size_px);

}  // namespace kintsugi::eval
