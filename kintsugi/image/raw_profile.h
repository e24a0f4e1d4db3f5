#pragma once

#include <optional>

#include "kintsugi/image/codec.h"

namespace kintsugi {

// The wrappings in which formats carry EXIF and IPTC blocks.

/// The block without the "Exif\0\0" in front that JPEG wants and some writers put elsewhere too.
Bytes without_exif_prefix(ByteView block);
/// The inverse.
Bytes with_exif_prefix(ByteView block);

/// The IPTC-IIM block inside a list of Photoshop's image resources ("8BIM"); empty if it has none.
/// A block that is no such list comes back as it is.
Bytes without_photoshop_wrapper(ByteView resources);
/// IPTC-IIM as a list of one Photoshop resource.
Bytes with_photoshop_wrapper(ByteView iptc);

/// A block in ImageMagick's text form, which PNG text chunks hold: name, length, hexadecimal
/// digits in lines of 72. Nothing if `text` is not of that form.
std::optional<Bytes> parse_raw_profile(const std::string& text);
/// The inverse.
std::string write_raw_profile(const std::string& name, ByteView block);

}  // namespace kintsugi
