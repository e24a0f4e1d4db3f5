#pragma once

#include <functional>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

// Phones put more behind the end marker of a JPEG: the video of a motion photo, further pictures
// (MPF), the gain map of an HDR picture (Ultra HDR, ISO 21496-1, Apple's), blocks of their own.

/// A JPEG inside a trailer, by its bytes.
struct TrailerPicture {
  size_t begin = 0, end = 0;
  bool is_gain_map = false;
};

/// What lies behind the first picture of a file.
struct JpegTrailer {
  size_t begin = 0;  ///< in the file
  ByteView bytes;
  std::vector<TrailerPicture> pictures;  ///< places in `bytes`
  bool has_video = false;

  /// Whether one of the pictures is a gain map.
  bool has_gain_map() const;
  /// "a video, 2 further pictures"; empty where it is neither. Gain maps are not named.
  std::string content() const;
};

/// Looks at what follows the first picture in `file`, which must outlive the result.
JpegTrailer find_jpeg_trailer(ByteView file);

/// Gives a gain map's JPEG anew.
using ChangeGainMap = std::function<Bytes(ByteView jpeg)>;

/// `picture`, a JPEG that has been made of the first one in `file`, with the trailer of `file`
/// behind it. Gain maps are changed by `change`; what says where things lie (MPF, XMP's lengths) is
/// mended. Offsets that count from the file's end hold as they are.
Bytes with_jpeg_trailer(Bytes picture, ByteView file, const ChangeGainMap& change,
                        Warnings& warnings);

/// Puts an end marker between the first picture and one that follows it without; false: nothing to
/// do.
bool close_jpeg(Bytes& file);

}  // namespace kintsugi
