#pragma once

#include <optional>
#include <string_view>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

// The markers of a whole JPEG file, found without libjpeg: what lies where.

/// Whether the bytes begin as a JPEG does.
bool is_jpeg(ByteView bytes);

/// A marker and where its content lies in the file; the two bytes of its length are not counted.
struct JpegSegment {
  int marker = 0;
  size_t content_at = 0, content_bytes = 0;
};

/// The next marker that has content. `at` is where the search begins (0: the whole file), and
/// afterwards lies behind what was found. Nothing once the picture has ended: `at` is then behind
/// the end marker, or where that is missing, at the next picture or the file's end.
std::optional<JpegSegment> next_segment(ByteView jpeg, size_t& at);

/// Where the first picture of the file ends: behind its end marker, or at the file's end where
/// there is none and no other picture begins. What follows is no part of the JPEG format.
size_t end_of_jpeg(ByteView jpeg);

/// The file with its first picture cut off before the marker in which the byte at `at` lies; an end
/// marker closes it. Empty where no pixels are left.
Bytes jpeg_cut_before(ByteView jpeg, size_t at);

/// How the contents of APP markers begin.
namespace jpeg_names {
using namespace std::string_view_literals;
inline constexpr auto kExif = "Exif\0\0"sv;                        // APP1
inline constexpr auto kXmp = "http://ns.adobe.com/xap/1.0/\0"sv;   // APP1
inline constexpr auto kMpf = "MPF\0"sv;                            // APP2
inline constexpr auto kGainMap = "urn:iso:std:iso:ts:21496:-1"sv;  // APP2
inline constexpr auto kPhotoshop = "Photoshop 3.0\0"sv;            // APP13
inline constexpr auto kAdobe = "Adobe"sv;                          // APP14
inline constexpr auto kJfif = "JFIF\0"sv;                          // APP0
inline constexpr auto kJfxx = "JFXX\0"sv;                          // APP0
}  // namespace jpeg_names

/// What follows `name` in a marker's content, if the content starts with it.
template <class Span>
std::optional<Span> after_name(std::string_view name, Span content) {
  if (content.size() < name.size()) return std::nullopt;
  for (size_t i = 0; i < name.size(); ++i) {
    if (content[i] != static_cast<uint8_t>(name[i])) return std::nullopt;
  }
  return content.subspan(name.size());
}

/// The content behind `name` of the first such marker, as a place in the file.
std::optional<JpegSegment> find_segment(ByteView jpeg, int marker, std::string_view name);

}  // namespace kintsugi
