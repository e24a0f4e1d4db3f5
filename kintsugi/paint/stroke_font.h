#pragma once

#include <string_view>
#include <vector>

#include "kintsugi/paint/raster.h"

namespace kintsugi {

/// The lines that a pen draws for one letter of our own single-stroke font: A-Z, a-z, 0-9 and
/// . , ! ? - + ' " : / & # ( ). In units: a capital is 12 high, y = 0 at its top and 12 on the
/// baseline, x = 0 at the left; tails reach down to 15. A line of one point is a dot.
struct Glyph {
  double width = 0;  ///< from x = 0 to the last column, in units
  std::vector<std::vector<Point>> lines;
};

/// All characters of the font but the blank.
std::string_view font_characters();

/// The glyph of a character; for one that the font lacks a glyph without lines.
Glyph glyph_of(char character);

}  // namespace kintsugi
