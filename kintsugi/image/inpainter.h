#pragma once

#include "kintsugi/image/image.h"
#include "kintsugi/image/mask.h"

namespace kintsugi {

/// All that the evaluator, the program and the server know of a method.
class Inpainter {
 public:
  virtual ~Inpainter() = default;

  /// Fills the holes of one picture of any size. May be called from several threads at once.
  ///   image   grey or RGB, 8 or 16 bits; pixels under the hole are not looked at
  ///   mask    of the image's size; 1 = hole, 0 = known, 2 = neither: not looked at, not filled
  ///   return  the same size, channels and bits; all but the hole comes back bit for bit
  /// Errors: sizes differ, a mask without any known pixel.
  virtual Image fill(const Image& image, const Mask& mask) const = 0;
};

/// The checks that every method makes at its door: equal sizes, 1 or 3 channels, a known pixel.
void check_fillable(const Image& image, const Mask& mask);

}  // namespace kintsugi
