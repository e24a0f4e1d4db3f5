#pragma once

#include "kintsugi/picture/codec.h"
#include "kintsugi/picture/jpeg_io.h"

namespace kintsugi {

// A JPEG holds no pixels but the coefficients of 8x8 blocks. Encoding a decoded picture anew
// changes all of them a little; here those blocks that did not change keep what the file had.

/// Whether the picture is to be a JPEG, was one of the same size and channels, and has the file.
bool can_patch_jpeg(const Picture& picture);

/// The source file with the blocks encoded anew that a changed pixel lies in (null = all blocks).
/// A chroma block lies over as many pixels as its subsampling says. Tables, subsampling, colour
/// space, markers and progression are the source's.
Bytes patch_jpeg(const Picture& picture, const Mask* changed, Warnings& warnings);

/// Gives the writer the reader's quantization tables, subsampling, colour space and progression;
/// no markers but those that copy_jpeg_markers brings. Inside `guarded`.
void set_like(JpegWriter& writer, JpegReader& reader);

}  // namespace kintsugi
