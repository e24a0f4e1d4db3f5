#pragma once

#include "kintsugi/picture/tiff_io.h"

namespace kintsugi {

/// How a TIFF stores its pixels.
struct TiffLayout {
  Size size;
  int bits = 8;                           ///< of a stored sample: 1, 2, 4, 8, 16, 32 or 64
  int sample_format = SAMPLEFORMAT_UINT;  ///< libtiff's
  int samples = 1;  ///< stored a pixel: grey, grey+alpha, RGB, RGBA; 1 with a palette
  bool has_palette = false;
  bool is_premultiplied = false;
  bool is_planar = false;  ///< one plane a sample
  bool is_tiled = false;   ///< tiles in place of strips
  Size block;              ///< size of a strip or tile

  /// Samples a pixel in one strip or tile.
  int block_samples() const { return is_planar ? 1 : samples; }
  /// Bytes of a row of a strip or tile.
  size_t block_row_bytes() const {
    return (size_t{1} * block.width * block_samples() * bits + 7) / 8;
  }
  /// Whether an Image cannot hold the samples as they are: see tiff_numbers.h.
  bool is_numbers() const { return sample_format != SAMPLEFORMAT_UINT || bits > 16; }
  /// Bits of a channel, and samples a pixel, in the Picture that it becomes.
  int result_bits() const { return bits == 16 || is_numbers() ? 16 : 8; }
  int result_samples() const { return has_palette ? 3 : samples; }

  /// What a stored sample stands for: one table of 2^bits values for each stored sample, or three
  /// for the colours of a palette.
  std::vector<std::vector<uint16_t>> values;
};

/// Errors: too many pixels, CMYK, Lab and other colour spaces by their names, other depths.
TiffLayout read_tiff_layout(const TiffFile& file, const ReadOptions& options);

}  // namespace kintsugi
