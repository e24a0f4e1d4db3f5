#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kintsugi/image.h"
#include "kintsugi/inpainter.h"
#include "kintsugi/mask.h"

namespace KINTSUGI_API kintsugi {

/// Pixels in somebody else's memory: a window's, a NumPy array's, a cv::Mat's. A view, which owns
/// nothing; the memory must outlive it.
struct Pixels {
  void* data = nullptr;  ///< the first value of the top row; 16-bit values in the machine's order
  int width = 0, height = 0;
  std::ptrdiff_t stride_bytes = 0;  ///< from a row to the one below it; negative: bottom up
  int channels = 3;                 ///< interleaved: 1 grey, 3 colours, 4 colours and alpha
  int bits = 8;                     ///< 8 or 16 of a channel, over the whole range
  bool is_bgr = false;              ///< blue comes first, as in BGRA
};

/// A mask in somebody else's memory, a byte a pixel: 0 = known, anything else = hole.
struct MaskPixels {
  const uint8_t* data = nullptr;
  int width = 0, height = 0;
  std::ptrdiff_t stride_bytes = 0;
};

/// A view of an image's own pixels, good as long as the image is.
Pixels pixels_of(Image& image);

/// The colours as an image of their own, grey or RGB, without alpha. The one copy that is made.
/// Errors: no memory, a size below 1, rows that overlap, channels or bits that are none of the
/// above.
Image colours_of(const Pixels& pixels);

/// The alpha channel as an image of 1 channel; nothing where there are not 4 channels.
std::optional<Image> alpha_of(const Pixels& pixels);

/// The mask as one of our own. Errors: no memory, a size below 1, rows that overlap.
Mask mask_of(const MaskPixels& mask);

/// The mask where what is known and fully transparent is kNeither: colours that nobody sees are no
/// source, unless there are no others.
///   alpha  1 channel, the mask's size
Mask without_transparent(Mask mask, const Image& alpha);

struct FillPixelsOptions {
  bool is_alpha_filled = false;  ///< make the hole opaque; else alpha stays as it is
};

/// Fills the hole where it lies; no other pixel is written, and none before all are computed: when
/// it throws (Stopped, too), all are as they were. Returns the method's warnings.
///
///   const Pixels pixels{window.bits, window.width, window.height, window.stride, 4};
///   const MaskPixels hole{mask.bits, mask.width, mask.height, mask.stride};
///   fill_pixels(*method, pixels, hole);
///
/// Errors: those of colours_of, mask_of and of the method.
std::vector<std::string> fill_pixels(const Inpainter& method, const Pixels& pixels,
                                     const MaskPixels& mask, const FillPixelsOptions& options = {},
                                     const Progress& progress = {});

}  // namespace kintsugi
