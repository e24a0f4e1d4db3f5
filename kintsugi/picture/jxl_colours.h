#pragma once

#include <jxl/decode.h>
#include <jxl/encode.h>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

// A JPEG XL names its colours by numbers near those of H.273 (cicp.h) or holds an ICC profile.

/// The colours of the pixels that the decoder gives in `format`, into the picture's metadata.
void read_jxl_colours(const JxlDecoder* decoder, const JxlPixelFormat& format, Picture& picture);

/// Tells the encoder the colours that `metadata` names, sRGB without any.
void set_jxl_colours(JxlEncoder* encoder, bool is_grey, const Metadata& metadata,
                     Warnings& warnings);

}  // namespace kintsugi
