#pragma once

#include <string>
#include <vector>

#include "kintsugi/image.h"
#include "kintsugi/mask.h"
#include "kintsugi/progress.h"

namespace KINTSUGI_API kintsugi {

/// What a method made of a picture.
struct Filled {
  Image image;                        ///< the picture's size, channels and bits
  std::vector<std::string> warnings;  ///< what the user should know of it, a sentence each
};

/// All that the evaluator and the program know of a method.
class Inpainter {
 public:
  virtual ~Inpainter() = default;

  /// Fills the holes of one picture of any size. May be called from several threads at once.
  ///   image   grey or RGB, 8 or 16 bits; pixels under the hole are not looked at
  ///   mask    of the image's size; 1 = hole, 0 = known, 2 = neither: not looked at, not filled
  ///   return  the same size, channels and bits; all but the hole comes back bit for bit
  /// `progress` hears of the share done, and may stop the work: then this throws Stopped, soon.
  /// Errors: sizes differ, a mask without any known pixel.
  virtual Filled fill(const Image& image, const Mask& mask,
                      const Progress& progress = {}) const = 0;
};

/// The checks that every method makes at its door: equal sizes, 1 or 3 channels, a known pixel.
void check_fillable(const Image& image, const Mask& mask);

/// Appends those of `more` that `warnings` does not have yet: parts of a picture say the same.
void add_warnings(const std::vector<std::string>& more, std::vector<std::string>& warnings);

}  // namespace kintsugi
