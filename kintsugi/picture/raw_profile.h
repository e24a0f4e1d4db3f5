#pragma once

#include <optional>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

// The wrappings in which formats carry EXIF and IPTC blocks.

/// The block without the "Exif\0\0" in front that JPEG wants and some writers put elsewhere too.
Bytes without_exif_prefix(ByteView block);
/// The inverse.
Bytes with_exif_prefix(ByteView block);

/// The EXIF block of a box of HEIF or JPEG XL, in front of which a number says where it begins;
/// empty where that is beyond the end.
Bytes without_exif_offset(ByteView box);
/// The inverse.
Bytes with_exif_offset(ByteView block);

/// One of Photoshop's image resources, and where its content lies in their list.
struct PhotoshopResource {
  int number = 0;
  size_t content_at = 0, content_bytes = 0;
};

/// The resource at the place `at` of a list, which then is that of the next one. Nothing, and `at`
/// as it was, where no whole resource is.
std::optional<PhotoshopResource> next_photoshop_resource(ByteView list, size_t& at);

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
