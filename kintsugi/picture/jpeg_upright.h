#pragma once

#include "kintsugi/picture/jpeg_pixels.h"

namespace kintsugi {

/// The JPEG file with its coefficients turned as EXIF's `orientation` (2..8) says, without loss;
/// nothing where that cannot be done, and `reason` then says why. A damaged file is turned as far
/// as it goes, with libjpeg's warning as the `reason`. What lies behind the end marker stays
/// behind.
std::optional<Bytes> turn_jpeg(ByteView jpeg, int orientation, std::string& reason);

/// The same encoded anew from the file's pixels, which are turned on the way, with its own
/// quantization tables and subsampling, turned as well.
Bytes encode_jpeg_turned(ByteView jpeg, int orientation, JpegPixels& pixels);

}  // namespace kintsugi
