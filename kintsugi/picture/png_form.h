#pragma once

#include <png.h>

#include <array>
#include <unordered_map>
#include <vector>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// How a picture's pixels are laid out in a PNG: with a palette or grey of few bits where the
/// source was so and where that loses nothing, else with 8 or 16 bits a sample.
class PngForm {
 public:
  /// A warning where a palette or few bits have to be given up.
  PngForm(const Picture& picture, Warnings& warnings);

  int colour_type = PNG_COLOR_TYPE_GRAY;  ///< libpng's constants
  int bit_depth = 8;
  /// Colours by their numbers and the opacity of the first of them: the source's and what the
  /// filled pixels add, in the place of unused ones if there is no other.
  std::vector<png_color> palette;
  Bytes palette_alpha;
  std::vector<std::array<uint8_t, 3>> source_palette;
  int grey_scale = 1;  ///< what a grey value of the source file is multiplied by
  int turned = 1;      ///< the orientation that the source's pixels had (orientation.h)

  /// Bytes of a row as get_row makes it.
  size_t row_bytes(const Picture& picture) const;

  /// Row y in the machine's byte order; fewer than 8 bits and palettes a byte a pixel.
  void get_row(const Picture& picture, int y, uint8_t* row) const;

 private:
  bool take_palette(const Picture& picture);
  void set_palette(const std::vector<uint32_t>& colours);

  std::unordered_map<uint32_t, uint8_t> numbers_;  ///< of colours RGBA
};

}  // namespace kintsugi
