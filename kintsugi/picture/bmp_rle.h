#pragma once

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// Undoes BMP's run-length coding: `bits` (8 or 4) bits a pixel in, one byte a pixel out, in rows
/// of a multiple of 4 bytes as the file has them. Pixels that the code skips are 0.
Bytes unpack_bmp_rle(ByteView code, Size size, int bits);

}  // namespace kintsugi
