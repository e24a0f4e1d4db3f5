#pragma once

#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi::engine {

/// A picture of one value.
inline Image flat(Size size, int channels, int bits, int value) {
  Image image(size, channels, bits);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      for (int c = 0; c < channels; ++c) image.set(y, x, c, value);
    }
  }
  return image;
}

inline void add_hole(Mask& mask, Box hole) {
  for (int y = hole.top; y < hole.bottom; ++y) {
    for (int x = hole.left; x < hole.right; ++x) mask.row(y)[x] = 1;
  }
}

inline Mask with_hole(Size size, Box hole) {
  Mask mask(size);
  add_hole(mask, hole);
  return mask;
}

}  // namespace kintsugi::engine
