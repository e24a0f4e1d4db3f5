#include "kintsugi/picture/jpeg_cmyk.h"

#include <algorithm>

#include "kintsugi/picture/jpeg_smooth.h"

namespace kintsugi {
namespace {

constexpr int kBlack = 3;

/// How much light an ink lets through, 0..255, from what is stored and back.
int light(int stored, bool is_inverted) { return is_inverted ? stored : 255 - stored; }

int colour(const uint8_t* inks, int channel, bool is_inverted) {
  return (light(inks[channel], is_inverted) * light(inks[kBlack], is_inverted) + 127) / 255;
}

Mask differing(const Image& rgb, bool is_inverted, const Image& cmyk) {
  Mask mask(rgb.size());
  for (int y = 0; y < rgb.height(); ++y) {
    const uint8_t *colours = rgb.row<uint8_t>(y), *inks = cmyk.row<uint8_t>(y);
    for (int x = 0; x < rgb.width(); ++x, colours += 3, inks += 4) {
      for (int c = 0; c < 3; ++c) mask.row(y)[x] |= colours[c] != colour(inks, c, is_inverted);
    }
  }
  return mask;
}

/// Inks of one colour; they hold what is around them at first.
void mix(const uint8_t* rgb, bool is_inverted, uint8_t* inks) {
  const int brightest = std::max({rgb[0], rgb[1], rgb[2]});
  const int black = std::max(light(inks[kBlack], is_inverted), brightest);
  inks[kBlack] = static_cast<uint8_t>(light(black, is_inverted));
  if (black == 0) return;  // the coloured inks do not show: those around go on
  for (int c = 0; c < 3; ++c) {
    inks[c] = static_cast<uint8_t>(light((rgb[c] * 255 + black / 2) / black, is_inverted));
  }
}

}  // namespace

Image rgb_of_cmyk(const Image& cmyk, bool is_inverted) {
  Image rgb(cmyk.size(), 3);
  for (int y = 0; y < rgb.height(); ++y) {
    const uint8_t* inks = cmyk.row<uint8_t>(y);
    uint8_t* colours = rgb.row<uint8_t>(y);
    for (int x = 0; x < rgb.width(); ++x, inks += 4) {
      for (int c = 0; c < 3; ++c) *colours++ = static_cast<uint8_t>(colour(inks, c, is_inverted));
    }
  }
  return rgb;
}

void follow_rgb(const Image& rgb, bool is_inverted, Image& cmyk) {
  const Mask mask = differing(rgb, is_inverted, cmyk);
  smooth_fill(cmyk, mask);
  for (int y = 0; y < rgb.height(); ++y) {
    for (int x = 0; x < rgb.width(); ++x) {
      if (mask.at(y, x))
        mix(rgb.row<uint8_t>(y) + 3 * x, is_inverted, cmyk.row<uint8_t>(y) + 4 * x);
    }
  }
}

}  // namespace kintsugi
