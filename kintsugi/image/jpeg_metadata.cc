#include "kintsugi/image/jpeg_metadata.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "kintsugi/image/exif_block.h"
#include "kintsugi/image/raw_profile.h"

namespace kintsugi {
namespace {

using namespace std::string_view_literals;

constexpr int kJfif = JPEG_APP0, kExifOrXmp = JPEG_APP0 + 1, kIccOrMpf = JPEG_APP0 + 2;
constexpr int kPhotoshop = JPEG_APP0 + 13;
constexpr auto kExifName = "Exif\0\0"sv;
constexpr auto kXmpName = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr auto kPhotoshopName = "Photoshop 3.0\0"sv;
constexpr auto kMpfName = "MPF\0"sv;
constexpr auto kJfxxName = "JFXX\0"sv;
constexpr size_t kMarkerBytes = 65533;

/// What follows `name` in a marker's content, if the marker starts with it.
std::optional<std::span<uint8_t>> after(std::string_view name, std::span<uint8_t> content) {
  if (content.size() < name.size() || !std::equal(name.begin(), name.end(), content.begin())) {
    return std::nullopt;
  }
  return content.subspan(name.size());
}

std::span<uint8_t> content_of(jpeg_saved_marker_ptr marker) {
  return {marker->data, marker->data_length};
}

void write_marker(JpegErrors& errors, JpegWriter& writer, int marker, std::string_view name,
                  ByteView block, const char* what, Warnings& warnings) {
  if (block.empty()) return;
  Bytes content(name.begin(), name.end());
  content.insert(content.end(), block.begin(), block.end());
  if (content.size() > kMarkerBytes) {
    warnings.push_back(std::string(what) + " has " + std::to_string(block.size()) +
                       " bytes, more than a JPEG can hold: it is left out");
    return;
  }
  errors.guarded(
      [&] { jpeg_write_marker(writer.get(), marker, content.data(), unsigned(content.size())); });
}

}  // namespace

Metadata read_jpeg_metadata(JpegReader& reader) {
  Metadata metadata;
  for (auto marker = reader->marker_list; marker; marker = marker->next) {
    const std::span<uint8_t> content = content_of(marker);
    if (marker->marker == kExifOrXmp && metadata.exif.empty()) {
      if (const auto exif = after(kExifName, content))
        metadata.exif.assign(exif->begin(), exif->end());
    }
    if (marker->marker == kExifOrXmp && metadata.xmp.empty()) {
      if (const auto xmp = after(kXmpName, content)) metadata.xmp.assign(xmp->begin(), xmp->end());
    }
    if (marker->marker == kPhotoshop && metadata.iptc.empty()) {
      if (const auto list = after(kPhotoshopName, content)) {
        metadata.iptc = without_photoshop_wrapper(*list);
      }
    }
  }
  JOCTET* icc = nullptr;
  unsigned num_bytes = 0;
  if (jpeg_read_icc_profile(reader.get(), &icc, &num_bytes)) {
    const std::unique_ptr<JOCTET, decltype(&std::free)> owner(icc, std::free);
    metadata.icc.assign(icc, icc + num_bytes);
  }
  return metadata;
}

void write_jpeg_metadata(JpegErrors& errors, JpegWriter& writer, const Metadata& metadata,
                         Warnings& warnings) {
  const ByteView xmp(reinterpret_cast<const uint8_t*>(metadata.xmp.data()), metadata.xmp.size());
  write_marker(errors, writer, kExifOrXmp, kExifName, metadata.exif, "EXIF", warnings);
  write_marker(errors, writer, kExifOrXmp, kXmpName, xmp, "XMP", warnings);
  if (!metadata.iptc.empty()) {
    const Bytes list = with_photoshop_wrapper(metadata.iptc);
    write_marker(errors, writer, kPhotoshop, kPhotoshopName, list, "IPTC", warnings);
  }
  if (metadata.icc.empty()) return;
  errors.guarded([&] {
    jpeg_write_icc_profile(writer.get(), metadata.icc.data(), unsigned(metadata.icc.size()));
  });
}

void copy_jpeg_markers(JpegErrors& errors, JpegReader& reader, JpegWriter& writer,
                       Warnings& warnings) {
  for (auto marker = reader->marker_list; marker; marker = marker->next) {
    const std::span<uint8_t> content = content_of(marker);
    size_t num_bytes = content.size();
    if (marker->marker == kIccOrMpf && after(kMpfName, content)) {
      warnings.push_back("further pictures behind the first (MPF) are left out");
      continue;
    }
    if (marker->marker == kJfif && after(kJfxxName, content)) continue;  // a thumbnail
    if (marker->marker == kExifOrXmp) {
      if (const auto exif = after(kExifName, content)) {
        num_bytes = kExifName.size() + drop_exif_thumbnail(*exif);
      }
      if (const auto xmp = after(kXmpName, content)) reset_xmp_orientation(*xmp);
    }
    errors.guarded([&] {
      jpeg_write_marker(writer.get(), marker->marker, marker->data, unsigned(num_bytes));
    });
  }
}

void reset_jpeg_orientation(std::span<uint8_t> jpeg, int turned_by) {
  constexpr int kStartOfScan = 0xDA;
  // After the two bytes that start a file: 0xFF, the marker, its length (2 bytes, counted too).
  for (size_t at = 2; at + 4 <= jpeg.size();) {
    if (jpeg[at] != 0xFF) return;
    const int marker = jpeg[at + 1];
    const size_t num_bytes = jpeg[at + 2] << 8 | jpeg[at + 3];
    if (marker == 0xFF) {  // padding
      ++at;
      continue;
    }
    if (marker == kStartOfScan || num_bytes < 2 || at + 2 + num_bytes > jpeg.size()) return;
    const std::span<uint8_t> content = jpeg.subspan(at + 4, num_bytes - 2);
    if (marker == kExifOrXmp) {
      if (const auto exif = after(kExifName, content)) {
        reset_exif_orientation(*exif, turned_by);
        drop_exif_thumbnail(*exif);
      }
      if (const auto xmp = after(kXmpName, content)) reset_xmp_orientation(*xmp);
    }
    at += 2 + num_bytes;
  }
}

}  // namespace kintsugi
