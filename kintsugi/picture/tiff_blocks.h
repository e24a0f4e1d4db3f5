#pragma once

#include <functional>

#include "kintsugi/picture/tiff_layout.h"

namespace kintsugi {

/// Where a strip or tile lies: its first row and column, and its plane.
struct TiffPlace {
  int top = 0, left = 0, plane = 0;
};

/// Decompresses all strips or tiles, one after another. What lies beyond the picture's rims in the
/// last ones is padding. Errors: damaged, cut short.
void for_each_tiff_block(const TiffFile& file, const TiffLayout& layout,
                         const std::function<void(const Bytes& block, TiffPlace place)>& body);

}  // namespace kintsugi
