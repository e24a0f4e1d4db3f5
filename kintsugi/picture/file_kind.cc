#include "kintsugi/picture/file_kind.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "kintsugi/picture/raw_kind.h"

namespace kintsugi {
namespace {

using namespace std::string_view_literals;

constexpr size_t kBoxHeaderBytes = 8;  // length, name

constexpr std::array kHeicBrands = {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv,
                                    "hevx"sv, "hevm"sv, "hevs"sv, "mif1"sv, "msf1"sv};
constexpr std::array kAvifBrands = {"avif"sv, "avis"sv};
constexpr std::array kSequenceBrands = {"avis"sv, "msf1"sv, "hevc"sv, "hevx"sv, "hevm"sv, "hevs"sv};

std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool has_at(ByteView bytes, size_t offset, std::string_view magic) {
  const std::string_view text = text_of(bytes);
  return text.substr(std::min(offset, text.size())).starts_with(magic);
}

template <size_t count>
bool is_among(std::string_view brand, const std::array<std::string_view, count>& brands) {
  return std::find(brands.begin(), brands.end(), brand) != brands.end();
}

uint64_t big_endian(ByteView bytes, size_t num_bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < num_bytes; ++i) value = value << 8 | bytes[i];
  return value;
}

/// The main brand of a file that begins with a box "ftyp", then the compatible ones; the number
/// between them, the minor version, is no brand of ours.
std::string_view brands_of(ByteView file) {
  if (!has_at(file, 4, "ftyp"sv)) return {};
  return text_of(box_content(file, "ftyp").value_or(ByteView()));
}

std::optional<PictureFormat> format_of_brands(std::string_view brands) {
  std::optional<PictureFormat> format;
  for (; brands.size() >= 4; brands.remove_prefix(4)) {
    const std::string_view brand = brands.substr(0, 4);
    if (is_among(brand, kAvifBrands)) return PictureFormat::kAvif;
    if (is_among(brand, kHeicBrands)) format = PictureFormat::kHeic;
  }
  return format;  // mif1 and msf1 say of any codec that it is a HEIF: AVIF's brand goes before
}

}  // namespace

std::optional<ByteView> box_content(ByteView file, std::string_view name) {
  while (file.size() >= kBoxHeaderBytes) {
    uint64_t length = big_endian(file, 4);
    size_t header = kBoxHeaderBytes;
    if (length == 1 && file.size() >= 16) {
      length = big_endian(file.subspan(8), 8);
      header = 16;
    }
    if (length == 0 || length > file.size()) length = file.size();  // up to the end of the file
    if (length < header) return std::nullopt;
    if (has_at(file, 4, name)) return file.subspan(header, length - header);
    file = file.subspan(length);
  }
  return std::nullopt;
}

std::optional<PictureFormat> format_of_bytes(ByteView file) {
  if (raw_kind(file)) return std::nullopt;
  if (has_at(file, 0, "\x89PNG\r\n\x1A\n"sv)) return PictureFormat::kPng;
  if (has_at(file, 0, "\xFF\xD8\xFF"sv)) return PictureFormat::kJpeg;
  if (has_at(file, 0, "RIFF"sv) && has_at(file, 8, "WEBP"sv)) return PictureFormat::kWebp;
  if (has_at(file, 0, "II*\0"sv) || has_at(file, 0, "MM\0*"sv)) return PictureFormat::kTiff;
  if (has_at(file, 0, "II+\0"sv) || has_at(file, 0, "MM\0+"sv)) return PictureFormat::kTiff;
  if (has_at(file, 0, "BM"sv)) return PictureFormat::kBmp;
  if (has_at(file, 0, "\xFF\x0A"sv) || has_at(file, 4, "JXL \r\n\x87\n"sv)) {
    return PictureFormat::kJxl;
  }
  return format_of_brands(brands_of(file));
}

std::string foreign_kind(ByteView file) {
  const std::string expected = ", expected PNG, JPEG, WebP, TIFF, BMP, HEIC, AVIF or JPEG XL";
  if (const auto raw = raw_kind(file)) {
    return "a camera's RAW file (" + *raw + ")" + expected + ": develop it first";
  }
  const auto kind = [&] {
    if (has_at(file, 0, "GIF8"sv)) return "a GIF";
    if (has_at(file, 4, "ftypjp"sv) || has_at(file, 4, "jP  "sv)) return "a JPEG 2000";
    if (has_at(file, 4, "ftyp"sv)) return "a video file";
    if (has_at(file, 0, "8BPS"sv)) return "a Photoshop file";
    if (has_at(file, 0, "%PDF"sv)) return "a PDF";
    return "none of the known picture formats";
  };
  return kind() + expected;
}

bool is_heif_sequence(ByteView file) {
  return is_among(brands_of(file).substr(0, 4), kSequenceBrands);
}

}  // namespace kintsugi
