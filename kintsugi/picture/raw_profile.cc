#include "kintsugi/picture/raw_profile.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

namespace kintsugi {
namespace {

using namespace std::string_view_literals;
constexpr std::string_view kExifPrefix = "Exif\0\0"sv;
constexpr std::string_view kResource = "8BIM"sv;
constexpr int kIptcResource = 0x0404;
constexpr size_t kExifOffsetBytes = 4;

bool starts_with(ByteView bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::equal(text.begin(), text.end(), bytes.begin());
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int lower = std::tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

Bytes without_exif_prefix(ByteView block) {
  if (starts_with(block, kExifPrefix)) block = block.subspan(kExifPrefix.size());
  return {block.begin(), block.end()};
}

Bytes with_exif_prefix(ByteView block) {
  Bytes result(kExifPrefix.size() + block.size());
  std::copy(block.begin(), block.end(),
            std::copy(kExifPrefix.begin(), kExifPrefix.end(), result.begin()));
  return result;
}

Bytes without_exif_offset(ByteView box) {
  if (box.size() < kExifOffsetBytes) return {};
  const size_t offset = size_t{box[0]} << 24 | box[1] << 16 | box[2] << 8 | box[3];
  if (offset > box.size() - kExifOffsetBytes) return {};
  return without_exif_prefix(box.subspan(kExifOffsetBytes + offset));
}

Bytes with_exif_offset(ByteView block) {
  Bytes result(kExifOffsetBytes);
  result.insert(result.end(), block.begin(), block.end());
  return result;
}

// A resource: "8BIM", 2 bytes number, a Pascal string and 4 bytes length, all of even length.
std::optional<PhotoshopResource> next_photoshop_resource(ByteView list, size_t& at) {
  const ByteView rest = list.subspan(at);
  if (rest.size() < 12 || !starts_with(rest, kResource)) return std::nullopt;
  const size_t length_at = 6 + ((1 + rest[6] + 1) & ~1u), content_at = length_at + 4;
  if (rest.size() < content_at) return std::nullopt;
  size_t num_bytes = 0;
  for (size_t i = length_at; i < content_at; ++i) num_bytes = num_bytes << 8 | rest[i];
  if (num_bytes > rest.size() - content_at) return std::nullopt;
  const PhotoshopResource resource{rest[4] << 8 | rest[5], at + content_at, num_bytes};
  at += std::min(rest.size(), content_at + num_bytes + num_bytes % 2);
  return resource;
}

Bytes without_photoshop_wrapper(ByteView resources) {
  if (!starts_with(resources, kResource)) return {resources.begin(), resources.end()};
  size_t at = 0;
  while (const auto resource = next_photoshop_resource(resources, at)) {
    if (resource->number != kIptcResource) continue;
    const auto begin = resources.begin() + resource->content_at;
    return {begin, begin + resource->content_bytes};
  }
  return {};
}

Bytes with_photoshop_wrapper(ByteView iptc) {
  Bytes result(kResource.begin(), kResource.end());
  for (const int byte : {kIptcResource >> 8, kIptcResource & 255, 0, 0}) result.push_back(byte);
  for (const int shift : {24, 16, 8, 0}) result.push_back(iptc.size() >> shift & 255);
  result.insert(result.end(), iptc.begin(), iptc.end());
  if (iptc.size() % 2) result.push_back(0);
  return result;
}

std::optional<Bytes> parse_raw_profile(const std::string& text) {
  std::istringstream in(text);
  std::string name;
  size_t size = 0;
  if (!(in >> name >> size) || size > text.size() / 2) return std::nullopt;
  Bytes block;
  char high, low;
  while (block.size() < size && in >> high >> low) {
    const int a = hex_digit(high), b = hex_digit(low);
    if (a < 0 || b < 0) return std::nullopt;
    block.push_back(a << 4 | b);
  }
  if (block.size() != size) return std::nullopt;
  return block;
}

std::string write_raw_profile(const std::string& name, ByteView block) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "\n" + name + "\n" + std::to_string(block.size());
  for (size_t i = 0; i < block.size(); ++i) {
    if (i % 36 == 0) text += '\n';
    text += {kDigits[block[i] >> 4], kDigits[block[i] & 15]};
  }
  return text + "\n";
}

}  // namespace kintsugi
