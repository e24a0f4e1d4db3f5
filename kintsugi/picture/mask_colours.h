#pragma once

#include <array>
#include <string>
#include <vector>

#include "kintsugi/picture.h"

namespace kintsugi {

// Private to this room: which colours a mask picture has, for masks that are not black and white.

using Rgb = std::array<int, 3>;

/// The colour of a pixel in the image's own range; grey has three equal values.
template <class T>
Rgb rgb_at(const T* row, int x, int channels) {
  if (channels == 1) return {row[x], row[x], row[x]};
  const T* pixel = row + size_t{3} * x;
  return {pixel[0], pixel[1], pixel[2]};
}

/// ITU-R BT.601 luminance times 1000.
inline long long light_of(const Rgb& rgb) {
  return 299LL * rgb[0] + 587LL * rgb[1] + 114LL * rgb[2];
}

/// The largest difference of a channel.
int distance(const Rgb& a, const Rgb& b);

/// A colour, and how many pixels have it.
struct ColourCount {
  Rgb rgb = {};
  long long num_pixels = 0;
  long long num_flat = 0;  ///< those whose neighbours, all eight, have the same colour
};

/// Every colour of a mask, the most frequent first.
struct MaskColours {
  std::vector<ColourCount> counts;
  bool is_complete = true;  ///< false: there are too many, as in a photograph
};

/// The colours of all pixels; of those up to where they are too many.
MaskColours colours_of(const Picture& picture);

/// The colours that areas of the mask were painted in, the darkest first: those between them, as
/// soft edges and JPEG's ringing have them, are left out.
std::vector<ColourCount> painted_colours(const Picture& picture, const MaskColours& colours);

/// "0 (5000 pixels), 1 (300 pixels)", "label 1 #800000 (300 pixels)", "#ff0000 (20 pixels)": at
/// most eight, then how many more.
std::string list_of(const Picture& picture, const std::vector<ColourCount>& colours);

/// The option that marks this colour as the hole: "--mask-label 1", "--mask-colour ff0000".
std::string option_for(const Picture& picture, const Rgb& rgb);

}  // namespace kintsugi
