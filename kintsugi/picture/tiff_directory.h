#pragma once

#include <map>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

// A TIFF file as its directories, for what libtiff cannot do: copy whole pages with tags it does
// not know, and read the metadata of a BigTIFF, which Exiv2 does not.

/// One tag; its value stays where the file has it, in the file's byte order.
struct TiffEntry {
  uint16_t tag = 0, type = 0;
  ByteView value;
};

/// A page's tags, or those of EXIF and the like, and what they point to.
struct TiffDirectory {
  std::vector<TiffEntry> entries;  ///< but those that say where something lies:
  std::map<uint16_t, std::vector<TiffDirectory>> children;  ///< EXIF, GPS, SubIFDs
  std::map<uint16_t, std::vector<ByteView>> blocks;         ///< strips, tiles, a thumbnail's JPEG

  /// The entry of a tag; null without one.
  const TiffEntry* find(uint16_t tag) const;
};

/// A view of a file's bytes, which must live as long.
struct TiffDirectories {
  bool is_big = false;         ///< a BigTIFF: offsets of 8 bytes
  bool is_big_endian = false;  ///< "MM"
  std::vector<TiffDirectory> pages;

  /// The first number of an entry of whole numbers; 0 for others and for null.
  uint64_t number(const TiffEntry* entry) const;
};

/// Errors: no TIFF, offsets beyond the end or in circles, JPEG of the old style (whose tables lie
/// anywhere).
TiffDirectories read_tiff_directories(ByteView bytes);

/// A file of these pages. Errors: larger than offsets of 4 bytes can say.
Bytes write_tiff_directories(const TiffDirectories& directories);

}  // namespace kintsugi
