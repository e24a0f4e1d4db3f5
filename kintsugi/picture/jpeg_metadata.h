#pragma once

#include "kintsugi/picture/jpeg_io.h"

namespace kintsugi {

/// EXIF, XMP, ICC and IPTC from the markers that the reader has kept.
Metadata read_jpeg_metadata(JpegReader& reader);

/// Puts the resolution into JFIF's header, in whole pixels an inch or a centimetre; before
/// jpeg_start_compress.
void set_jpeg_resolution(JpegWriter& writer, const Resolution& resolution);

/// Writes the metadata as markers, after jpeg_start_compress. What does not fit into a marker of
/// 64 KB is left out with a warning.
void write_jpeg_metadata(JpegErrors& errors, JpegWriter& writer, const Metadata& metadata,
                         Warnings& warnings);

/// Writes all markers of `reader` as they are, but for previews (jpeg_previews.h).
/// XMP then says "upright", unless the pixels are not.
void copy_jpeg_markers(JpegErrors& errors, JpegReader& reader, JpegWriter& writer,
                       bool is_upright = true);

/// Says "upright" in the EXIF block and XMP packet of a whole JPEG file, in place; what says how
/// many pixels lie across and down is exchanged with the sides.
void reset_jpeg_orientation(std::span<uint8_t> jpeg, int turned_by);

}  // namespace kintsugi
