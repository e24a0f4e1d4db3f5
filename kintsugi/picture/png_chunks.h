#pragma once

#include <string>
#include <vector>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// One chunk of a PNG file. Its content stays where it lies in the file.
struct PngChunk {
  std::string name;  ///< four characters, not checked to be letters
  ByteView content;
  bool is_intact;  ///< its checksum is right; IDAT's is left to libpng
};

/// A PNG file, cut into its chunks.
struct PngChunks {
  std::vector<PngChunk> chunks;  ///< IHDR to IEND
  size_t num_bytes_behind = 0;   ///< of what follows IEND
};

/// Cuts a file that starts with PNG's signature. Errors: it ends before IEND, an unknown chunk
/// without which the picture cannot be shown.
PngChunks cut_png(ByteView file);

/// May the picture be shown without this chunk?
bool is_ancillary(const std::string& name);

/// Does the chunk hold whatever becomes of the pixels, by what its own name says?
bool is_safe_to_copy(const std::string& name);

/// How many pictures an animated PNG has; 1 for all others. Chunks of an animation that cannot be
/// played do not count.
long long num_png_frames(const PngChunks& file);

}  // namespace kintsugi
