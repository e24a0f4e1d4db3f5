#pragma once

#include "kintsugi/image/codec.h"

namespace kintsugi {

/// The JPEG file with its coefficients turned as EXIF's `orientation` (2..8) says, without loss;
/// nothing where that cannot be done, and `reason` then says why.
std::optional<Bytes> turn_jpeg(ByteView jpeg, int orientation, std::string& reason);

/// The JPEG file encoded anew from its pixels that have been turned already, with its own
/// quantization tables and subsampling, turned as well.
Bytes encode_jpeg_turned(ByteView jpeg, int orientation, const Image& turned);

}  // namespace kintsugi
