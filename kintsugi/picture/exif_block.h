#pragma once

#include "kintsugi/picture/codec.h"

namespace kintsugi {

// The few changes that mending a picture asks for, made in place in an EXIF block (a little TIFF
// file) or an XMP packet: nothing moves, so all else, maker notes above all, stays as it is.
// Broken blocks are left alone.

/// How the stored pixels have to be turned to be upright: EXIF's 1..8; 1 (not at all) if it is not
/// said.
int exif_orientation(ByteView exif);

/// Says "upright" where an orientation is given; `turned_by` is the orientation that was undone:
/// from 5 on, width and height have changed places and are exchanged in the block too.
void reset_exif_orientation(std::span<uint8_t> exif, int turned_by);

/// Unlinks the thumbnail and wipes it. Returns how many bytes of the block are still in use.
size_t drop_exif_thumbnail(std::span<uint8_t> exif);

/// Says "upright" wherever the packet gives a tiff:Orientation.
void reset_xmp_orientation(std::span<uint8_t> xmp);

/// The resolution that an EXIF block names, as the stored pixels lie.
std::optional<Resolution> exif_resolution(ByteView exif);

/// Puts a resolution into an EXIF block, in place of what it names; an empty block becomes one.
void put_exif_resolution(const Resolution& resolution, Bytes& exif);

}  // namespace kintsugi
