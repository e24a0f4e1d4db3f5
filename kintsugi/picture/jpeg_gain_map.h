#pragma once

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// The gain map of an HDR picture with the gains under the hole made anew from those around it, so
/// that an HDR screen does not show again what has been removed. Other blocks keep their
/// coefficients. Errors: no JPEG that can be read.
///   changed  the pixels that were filled, at the size of the picture; the map may be smaller
Bytes fill_gain_map(ByteView jpeg, const Mask& changed);

/// The same gain map, turned as EXIF's `orientation` (2..8) says. Errors: no JPEG that can be read,
/// more pixels than the options allow.
Bytes turn_gain_map(ByteView jpeg, int orientation, const ReadOptions& options = {});

}  // namespace kintsugi
