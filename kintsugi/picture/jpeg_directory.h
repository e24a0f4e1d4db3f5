#pragma once

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// A part of a file, its first picture or a gain map, and the size that it has got.
struct MovedPart {
  size_t old_begin = 0, old_end = 0, new_bytes = 0;
};

/// Mends what the first picture of a file says about the file's parts: the sizes and offsets of
/// MPF (CIPA DC-007), and the lengths in XMP's Container directory (motion photos, Ultra HDR).
///   picture  the first picture as it has become; XMP may grow
///   file     the file as it was
///   parts    what has changed its size, by place; the first is the picture
void mend_jpeg_directories(Bytes& picture, ByteView file, std::vector<MovedPart> parts);

/// Takes out of an XMP packet what speaks of a video or a gain map behind the picture.
void forget_jpeg_trailer(std::string& xmp);

}  // namespace kintsugi
