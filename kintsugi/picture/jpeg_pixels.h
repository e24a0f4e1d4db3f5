#pragma once

#include "kintsugi/picture/jpeg_io.h"

namespace kintsugi {

/// A JPEG's pixels as they are stored, and in what state the file is.
struct JpegPixels {
  Image samples;             ///< grey, RGB or CMYK (4 channels), not turned
  bool is_inverted = false;  ///< CMYK as Adobe writes it: 255 = no ink
  std::string loss;          ///< what is lost of the picture, as a clause; empty: nothing
  std::string note;          ///< what is not as it should be, but costs no pixel
};

/// Decodes a JPEG as far as its data goes; what is lost is grey or of guessed colours.
/// Errors: no JPEG, or so broken that not a row of it is left.
JpegPixels decode_jpeg_pixels(ByteView jpeg);

/// An Error that names the kind of a JPEG that this library does not read: other than 8 bits a
/// channel, lossless, JPEG-LS, hierarchical.
void check_jpeg_kind(ByteView jpeg);

/// Whether the CMYK values of a file are inverted, as Adobe's programs store them.
bool is_inverted_cmyk(JpegReader& reader);

}  // namespace kintsugi
