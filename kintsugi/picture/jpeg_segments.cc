#include "kintsugi/picture/jpeg_segments.h"

#include <algorithm>
#include <cstring>

namespace kintsugi {
namespace {

constexpr int kStartOfImage = 0xD8, kEndOfImage = 0xD9;
constexpr size_t kMarkerBytes = 2;

/// Whether a length and content follow. 0 is a byte 0xFF among the codes, and below 0xC0 as well as
/// from 0xD0 on, where restarts begin, markers stand alone.
bool has_content(int marker) { return marker >= 0xC0 && (marker < 0xD0 || marker >= 0xDA); }

}  // namespace

bool is_jpeg(ByteView bytes) {
  return bytes.size() > 2 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

std::optional<JpegSegment> next_segment(ByteView jpeg, size_t& at) {
  while (at + 1 < jpeg.size()) {
    const void* prefix = std::memchr(jpeg.data() + at, 0xFF, jpeg.size() - 1 - at);
    if (!prefix) break;
    at = static_cast<const uint8_t*>(prefix) - jpeg.data() + 1;
    const int marker = jpeg[at];
    if (marker == 0xFF) continue;  // padding
    ++at;
    if (marker == kEndOfImage) return std::nullopt;
    if (marker == kStartOfImage && at > kMarkerBytes) {  // of another picture
      at -= kMarkerBytes;
      return std::nullopt;
    }
    if (!has_content(marker)) continue;
    if (jpeg.size() - at < 2) break;
    const size_t num_bytes = jpeg[at] << 8 | jpeg[at + 1];        // these two are counted
    if (num_bytes < 2 || num_bytes > jpeg.size() - at) continue;  // damage: none of that length
    at += num_bytes;
    return JpegSegment{marker, at - num_bytes + 2, num_bytes - 2};
  }
  at = jpeg.size();
  return std::nullopt;
}

size_t end_of_jpeg(ByteView jpeg) {
  size_t at = 0;
  while (next_segment(jpeg, at)) {
  }
  return at;
}

Bytes jpeg_cut_before(ByteView jpeg, size_t at) {
  constexpr int kStartOfScan = 0xDA;
  constexpr size_t kLengthBytes = 2;
  at = std::min(at, end_of_jpeg(jpeg));
  size_t cut = at < kMarkerBytes ? 0 : at - kMarkerBytes;  // a marker without content
  bool has_pixels = false;
  size_t behind = 0;
  while (const auto segment = next_segment(jpeg, behind)) {
    const size_t begin = segment->content_at - kMarkerBytes - kLengthBytes;
    if (begin >= at) break;
    if (behind >= at) cut = begin;
    has_pixels |= segment->marker == kStartOfScan && behind < at;
  }
  if (!has_pixels) return {};
  Bytes bytes(jpeg.begin(), jpeg.begin() + cut);
  bytes.insert(bytes.end(), {0xFF, kEndOfImage});
  bytes.insert(bytes.end(), jpeg.begin() + end_of_jpeg(jpeg), jpeg.end());
  return bytes;
}

std::optional<JpegSegment> find_segment(ByteView jpeg, int marker, std::string_view name) {
  size_t at = 0;
  while (const auto segment = next_segment(jpeg, at)) {
    if (segment->marker != marker) continue;
    const ByteView content = jpeg.subspan(segment->content_at, segment->content_bytes);
    if (!after_name(name, content)) continue;
    return JpegSegment{marker, segment->content_at + name.size(), content.size() - name.size()};
  }
  return std::nullopt;
}

}  // namespace kintsugi
