#pragma once

#include "kintsugi/picture/tiff_io.h"

namespace kintsugi {

/// Everything of a page, which `file` stands at, that is not about how its pixels are stored.
Metadata read_tiff_metadata(const TiffFile& file, ByteView bytes, int page, Warnings& warnings);

/// The TIFF file with EXIF, XMP and IPTC put in (ICC profile and resolution are there already).
Bytes with_tiff_metadata(Bytes tiff, const Metadata& metadata, Warnings& warnings);

}  // namespace kintsugi
