#pragma once

#include <string>
#include <vector>

#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace KINTSUGI_API kintsugi {

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

  /// The same; appends to `warnings`, a sentence each, what the user should know of the result.
  virtual Image fill_with_warnings(const Image& image, const Mask& mask,
                                   std::vector<std::string>& /*warnings*/) const {
    return fill(image, mask);
  }
};

/// The checks that every method makes at its door: equal sizes, 1 or 3 channels, a known pixel.
void check_fillable(const Image& image, const Mask& mask);

}  // namespace kintsugi
