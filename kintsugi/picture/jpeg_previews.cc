#include "kintsugi/picture/jpeg_previews.h"

#include <algorithm>

#include "kintsugi/picture/exif_block.h"
#include "kintsugi/picture/jpeg_segments.h"
#include "kintsugi/picture/raw_profile.h"

namespace kintsugi {
namespace {

using namespace jpeg_names;

constexpr int kApp0 = 0xE0, kApp1 = 0xE1, kApp13 = 0xED;

/// JFIF 1.02: version, unit and two densities; then the preview's width and height, and its pixels.
size_t drop_jfif_preview(std::span<uint8_t> content) {
  constexpr size_t kSizeAt = 7, kHeaderBytes = 9;
  if (content.size() <= kHeaderBytes) return content.size();
  content[kSizeAt] = content[kSizeAt + 1] = 0;
  return kHeaderBytes;
}

/// What follows the last whole resource stays.
size_t drop_photoshop_previews(std::span<uint8_t> list) {
  constexpr int kOldPreview = 0x0409, kPreview = 0x040C;
  size_t kept = 0, begin = 0, end = 0;
  while (const auto resource = next_photoshop_resource(list, end)) {
    const bool is_preview = resource->number == kPreview || resource->number == kOldPreview;
    if (!is_preview) {
      std::copy(list.begin() + begin, list.begin() + end, list.begin() + kept);
      kept += end - begin;
    }
    begin = end;
  }
  std::copy(list.begin() + begin, list.end(), list.begin() + kept);
  return kept + (list.size() - begin);
}

}  // namespace

size_t drop_jpeg_preview(int marker, std::span<uint8_t> content) {
  if (marker == kApp0 && after_name(kJfxx, content)) return 0;
  if (marker == kApp0) {
    if (const auto jfif = after_name(kJfif, content))
      return kJfif.size() + drop_jfif_preview(*jfif);
  }
  if (marker == kApp1) {
    if (const auto exif = after_name(kExif, content)) {
      return kExif.size() + drop_exif_thumbnail(*exif);
    }
  }
  if (marker == kApp13) {
    if (const auto list = after_name(kPhotoshop, content)) {
      return kPhotoshop.size() + drop_photoshop_previews(*list);
    }
  }
  return content.size();
}

}  // namespace kintsugi
