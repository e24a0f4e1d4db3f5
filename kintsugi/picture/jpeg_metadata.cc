#include "kintsugi/picture/jpeg_metadata.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

#include "kintsugi/picture/exif_block.h"
#include "kintsugi/picture/jpeg_previews.h"
#include "kintsugi/picture/jpeg_segments.h"
#include "kintsugi/picture/raw_profile.h"

namespace kintsugi {
namespace {

using namespace jpeg_names;

constexpr int kExifOrXmp = JPEG_APP0 + 1, kPhotoshopApp = JPEG_APP0 + 13;
constexpr size_t kMarkerBytes = 65533;

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

void swap_jfif_density(std::span<uint8_t> content) {
  constexpr size_t kX = 8, kY = 10;  // behind "JFIF", a zero, the version and the unit
  if (content.size() < kY + 2 || !after_name(kJfif, content)) return;
  std::swap_ranges(content.begin() + kX, content.begin() + kY, content.begin() + kY);
}

/// A density without a unit, as many programs write it, is only told from none by its shape.
std::optional<Resolution> jfif_resolution(JpegReader& reader) {
  const double x = reader->X_density, y = reader->Y_density;
  const int unit = reader->density_unit;
  if (x <= 0 || y <= 0 || (unit == 0 && x == y) || unit > 2) return std::nullopt;
  return Resolution{x, y,
                    unit == 0   ? LengthUnit::kNone
                    : unit == 1 ? LengthUnit::kInch
                                : LengthUnit::kCentimetre};
}

}  // namespace

Metadata read_jpeg_metadata(JpegReader& reader) {
  Metadata metadata;
  for (auto marker = reader->marker_list; marker; marker = marker->next) {
    const std::span<uint8_t> content = content_of(marker);
    if (marker->marker == kExifOrXmp && metadata.exif.empty()) {
      if (const auto exif = after_name(kExif, content))
        metadata.exif.assign(exif->begin(), exif->end());
    }
    if (marker->marker == kExifOrXmp && metadata.xmp.empty()) {
      if (const auto xmp = after_name(kXmp, content)) metadata.xmp.assign(xmp->begin(), xmp->end());
    }
    if (marker->marker == kPhotoshopApp && metadata.iptc.empty()) {
      if (const auto list = after_name(kPhotoshop, content)) {
        metadata.iptc = without_photoshop_wrapper(*list);
      }
    }
  }
  if (reader->saw_JFIF_marker && !exif_resolution(metadata.exif)) {
    metadata.resolution = jfif_resolution(reader);
  }
  JOCTET* icc = nullptr;
  unsigned num_bytes = 0;
  if (jpeg_read_icc_profile(reader.get(), &icc, &num_bytes)) {
    const std::unique_ptr<JOCTET, decltype(&std::free)> owner(icc, std::free);
    metadata.icc.assign(icc, icc + num_bytes);
  }
  return metadata;
}

void set_jpeg_resolution(JpegWriter& writer, const Resolution& resolution) {
  const Resolution shown =
      resolution.unit == LengthUnit::kMetre ? in_unit(resolution, LengthUnit::kInch) : resolution;
  const auto density = [](double value) {
    return static_cast<UINT16>(std::clamp(std::round(value), 1.0, 65535.0));
  };
  writer->density_unit = shown.unit == LengthUnit::kNone   ? 0
                         : shown.unit == LengthUnit::kInch ? 1
                                                           : 2;
  writer->X_density = density(shown.x);
  writer->Y_density = density(shown.y);
}

void write_jpeg_metadata(JpegErrors& errors, JpegWriter& writer, const Metadata& metadata,
                         Warnings& warnings) {
  const ByteView xmp(reinterpret_cast<const uint8_t*>(metadata.xmp.data()), metadata.xmp.size());
  write_marker(errors, writer, kExifOrXmp, kExif, metadata.exif, "EXIF", warnings);
  write_marker(errors, writer, kExifOrXmp, kXmp, xmp, "XMP", warnings);
  if (!metadata.iptc.empty()) {
    const Bytes list = with_photoshop_wrapper(metadata.iptc);
    write_marker(errors, writer, kPhotoshopApp, kPhotoshop, list, "IPTC", warnings);
  }
  if (metadata.icc.empty()) return;
  errors.guarded([&] {
    jpeg_write_icc_profile(writer.get(), metadata.icc.data(), unsigned(metadata.icc.size()));
  });
}

void copy_jpeg_markers(JpegErrors& errors, JpegReader& reader, JpegWriter& writer,
                       bool is_upright) {
  for (auto marker = reader->marker_list; marker; marker = marker->next) {
    const std::span<uint8_t> content = content_of(marker);
    const size_t num_bytes = drop_jpeg_preview(marker->marker, content);
    if (num_bytes == 0 && !content.empty()) continue;
    if (marker->marker == kExifOrXmp && is_upright) {
      if (const auto xmp = after_name(kXmp, content)) reset_xmp_orientation(*xmp);
    }
    errors.guarded([&] {
      jpeg_write_marker(writer.get(), marker->marker, marker->data, unsigned(num_bytes));
    });
  }
}

void reset_jpeg_orientation(std::span<uint8_t> jpeg, int turned_by) {
  constexpr int kStartOfScan = 0xDA;
  size_t at = 0;
  for (auto part = next_segment(jpeg, at); part && part->marker != kStartOfScan;
       part = next_segment(jpeg, at)) {
    const std::span<uint8_t> content = jpeg.subspan(part->content_at, part->content_bytes);
    if (part->marker == JPEG_APP0 && turned_by >= 5) swap_jfif_density(content);
    if (part->marker != kExifOrXmp) continue;
    if (const auto exif = after_name(kExif, content)) {
      reset_exif_orientation(*exif, turned_by);
      drop_exif_thumbnail(*exif);
    }
    if (const auto xmp = after_name(kXmp, content)) reset_xmp_orientation(*xmp);
  }
}

}  // namespace kintsugi
