#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>

#include "kintsugi/error.h"
#include "kintsugi/picture/bmp_rle.h"
#include "kintsugi/picture/codec.h"
#include "kintsugi/picture/pixel_rows.h"

namespace kintsugi {
namespace {

// OpenCV's reader prints to the standard error what it finds wrong, so this one is our own.

constexpr size_t kFileHeaderBytes = 14;
constexpr uint32_t kCoreHeaderBytes = 12;  // OS/2
constexpr uint32_t kInfoHeaderBytes = 40;
constexpr uint32_t kV4HeaderBytes = 108;
enum Compression : uint32_t { kPlain = 0, kRle8 = 1, kRle4 = 2, kMasks = 3, kMasksAlpha = 6 };

/// Little-endian numbers of a file; an Error beyond its end.
uint32_t number(ByteView bytes, size_t offset, size_t num_bytes) {
  check(offset + num_bytes <= bytes.size(), "broken BMP: the file ends early");
  uint32_t value = 0;
  for (size_t i = num_bytes; i-- > 0;) value = value << 8 | bytes[offset + i];
  return value;
}

void append(Bytes& bytes, uint32_t value, int num_bytes) {
  for (int i = 0; i < num_bytes; ++i, value >>= 8) bytes.push_back(value & 255);
}

struct Header {
  Size size;
  bool is_top_down = false;
  int bits_per_pixel = 0;
  uint32_t compression = kPlain;
  std::array<uint32_t, 4> masks{};              // red, green, blue, alpha
  std::vector<std::array<uint8_t, 3>> palette;  // RGB
  ByteView pixels;
  std::optional<Resolution> resolution;

  size_t row_bytes() const { return (size_t{1} * size.width * bits_per_pixel + 31) / 32 * 4; }
};

void read_masks(ByteView bytes, uint32_t header_bytes, Header& header) {
  if (header.bits_per_pixel == 16) header.masks = {0x7C00, 0x3E0, 0x1F, 0};
  if (header.bits_per_pixel == 32) header.masks = {0xFF0000, 0xFF00, 0xFF, 0xFF000000};
  if (header.compression == kPlain) return;
  const bool has_alpha = header_bytes >= 56 || header.compression == kMasksAlpha;
  for (int i = 0; i < 4; ++i) {
    const size_t offset = kFileHeaderBytes + kInfoHeaderBytes + 4 * i;
    header.masks[i] = i < 3 || has_alpha ? number(bytes, offset, 4) : 0;
  }
  check(header.masks[0] && header.masks[1] && header.masks[2], "broken BMP: a colour has no bits");
}

void read_palette(ByteView bytes, uint32_t header_bytes, Header& header) {
  const size_t entry_bytes = header_bytes == kCoreHeaderBytes ? 3 : 4;
  const uint32_t most = 1u << header.bits_per_pixel;
  const uint32_t used = entry_bytes == 3 ? 0 : number(bytes, kFileHeaderBytes + 32, 4);
  check(used <= most, "broken BMP: its palette has ", used, " colours, expected at most ", most);
  size_t offset = kFileHeaderBytes + header_bytes;
  for (uint32_t i = 0; i < (used ? used : most); ++i, offset += entry_bytes) {
    const uint32_t bgr = number(bytes, offset, 3);
    header.palette.push_back({uint8_t(bgr >> 16), uint8_t(bgr >> 8), uint8_t(bgr)});
  }
}

void check_kind(const Header& header) {
  const int bits = header.bits_per_pixel;
  const bool is_read =
      bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
  check(is_read, "this is a BMP of ", bits, " bits a pixel, expected 1, 4, 8, 16, 24 or 32");
  bool fits = true;
  switch (header.compression) {
    case kPlain:
      break;
    case kRle8:
      fits = bits == 8;
      break;
    case kRle4:
      fits = bits == 4;
      break;
    case kMasks:
    case kMasksAlpha:
      fits = bits == 16 || bits == 32;
      break;
    default:
      check(false, "this is a BMP of compression ", header.compression,
            ", expected none, RLE or colour masks");
  }
  check(fits, "broken BMP: compression ", header.compression, " with ", bits, " bits a pixel");
}

Header read_header(ByteView bytes, const ReadOptions& options) {
  Header header;
  const uint32_t pixels_at = number(bytes, 10, 4);
  const uint32_t header_bytes = number(bytes, 14, 4);
  const bool is_core = header_bytes == kCoreHeaderBytes;
  check(is_core || header_bytes >= kInfoHeaderBytes, "broken BMP: a header of ", header_bytes,
        " bytes, expected 12 or at least 40");
  const auto width = static_cast<int32_t>(number(bytes, 18, is_core ? 2 : 4));
  const auto height = static_cast<int32_t>(number(bytes, is_core ? 20 : 22, is_core ? 2 : 4));
  check_pixels(std::abs(static_cast<long long>(height)), width, options);
  header.size = {std::abs(height), width};
  header.is_top_down = height < 0;
  header.bits_per_pixel = number(bytes, is_core ? 24 : 28, 2);
  header.compression = is_core ? kPlain : number(bytes, 30, 4);
  check_kind(header);
  if (!is_core) {
    const uint32_t x = number(bytes, 38, 4), y = number(bytes, 42, 4);
    if (x > 0 && y > 0 && x <= INT32_MAX && y <= INT32_MAX) {
      header.resolution = {double(x), double(y), LengthUnit::kMetre};
    }
  }
  read_masks(bytes, header_bytes, header);
  if (header.bits_per_pixel <= 8) read_palette(bytes, header_bytes, header);
  check(pixels_at < bytes.size(), "broken BMP: the file ends early");
  header.pixels = bytes.subspan(pixels_at);
  return header;
}

/// Bits of `value` under `mask`, stretched to 0..255.
uint8_t masked(uint32_t value, uint32_t mask) {
  if (mask == 0) return 255;
  const uint64_t most = mask >> std::countr_zero(mask);
  return ((value & mask) >> std::countr_zero(mask)) * uint64_t{255} / most;
}

/// One row as 1 (grey palette), 3 or 4 values a pixel.
void expand_row(const Header& header, ByteView row, int samples, uint8_t* to) {
  const int bits = header.bits_per_pixel;
  for (int x = 0; x < header.size.width; ++x, to += samples) {
    if (bits <= 8) {
      const size_t bit = size_t{1} * x * bits;
      const uint32_t index = row[bit / 8] >> (8 - bits - bit % 8) & ((1 << bits) - 1);
      check(index < header.palette.size(), "broken BMP: colour ", index, " is not in its palette");
      std::copy_n(header.palette[index].begin(), samples, to);
    } else if (bits == 24) {
      std::reverse_copy(row.begin() + 3 * x, row.begin() + 3 * x + 3, to);
    } else {
      const uint32_t value = number(row, size_t{1} * x * bits / 8, bits / 8);
      for (int c = 0; c < samples; ++c) to[c] = masked(value, header.masks[c]);
    }
  }
}

/// In 32-bit files the fourth byte often is not alpha but unused, that is 0 everywhere.
bool has_alpha(const Header& header) {
  if (header.masks[3] == 0) return false;
  if (header.compression != kPlain) return true;
  for (size_t i = 3; i < header.row_bytes() * header.size.height; i += 4) {
    if (header.pixels[i] != 0) return true;
  }
  return false;
}

int samples_of(const Header& header) {
  if (header.bits_per_pixel > 8) return has_alpha(header) ? 4 : 3;
  return std::all_of(
             header.palette.begin(), header.palette.end(),
             [](const auto& colour) { return colour[0] == colour[1] && colour[1] == colour[2]; })
             ? 1
             : 3;
}

/// Black and white, in either order.
bool is_bilevel(const Header& header) {
  return header.bits_per_pixel == 1 && header.palette.size() == 2 &&
         header.palette[0][0] + header.palette[1][0] == 255 && samples_of(header) == 1;
}

/// 72 pixels an inch if nothing is known.
Resolution shown_resolution(const Metadata& metadata) {
  const Resolution usual{2835, 2835, LengthUnit::kMetre};
  const Resolution known = metadata.resolution.value_or(usual);
  return known.unit == LengthUnit::kNone ? usual : in_unit(known, LengthUnit::kMetre);
}

void write_header(Size size, int bits, size_t pixel_bytes, const Resolution& shown, Bytes& file) {
  const uint32_t header_bytes = bits == 32 ? kV4HeaderBytes : kInfoHeaderBytes;
  const int num_colours = bits == 8 ? 256 : 0;
  const uint32_t pixels_at = kFileHeaderBytes + header_bytes + 4 * num_colours;
  file = {'B', 'M'};
  append(file, pixels_at + pixel_bytes, 4);
  append(file, 0, 4);
  for (const uint32_t value :
       {pixels_at, header_bytes, uint32_t(size.width), uint32_t(size.height)}) {
    append(file, value, 4);
  }
  append(file, 1, 2);
  append(file, bits, 2);
  for (const uint32_t value : {uint32_t(bits == 32 ? kMasks : kPlain), uint32_t(pixel_bytes)}) {
    append(file, value, 4);
  }
  for (const double value : {shown.x, shown.y, double(num_colours), 0.0}) {
    append(file, static_cast<uint32_t>(std::lround(value)), 4);
  }
  if (bits == 32) {
    constexpr uint32_t kSrgb = 0x73524742;
    for (const uint32_t value : {0xFF0000u, 0xFF00u, 0xFFu, 0xFF000000u, kSrgb})
      append(file, value, 4);
  }
  file.resize(kFileHeaderBytes + header_bytes);
  for (int i = 0; i < num_colours; ++i) append(file, i * 0x010101u, 4);
}

/// Row y with blue first, 8 bits a channel, padded to `row_bytes`.
void append_row(const Picture& picture, int y, int samples, size_t row_bytes, Bytes& file) {
  const auto byte = [](const Image& image, int row, int x, int channel) {
    const int value = image.at(row, x, channel % image.channels());
    return static_cast<uint8_t>(image.bits() == 16 ? (value + 128) / 257 : value);
  };
  const size_t end = file.size() + row_bytes;
  for (int x = 0; x < picture.image.width(); ++x) {
    for (int c = std::min(3, samples); c-- > 0;) file.push_back(byte(picture.image, y, x, c));
    if (picture.alpha) file.push_back(byte(*picture.alpha, y, x, 0));
  }
  file.resize(end);
}

}  // namespace

Picture decode_bmp(ByteView bytes, const ReadOptions& options) {
  Header header = read_header(bytes, options);
  Bytes unpacked;
  if (header.compression == kRle8 || header.compression == kRle4) {
    unpacked = unpack_bmp_rle(header.pixels, header.size, header.bits_per_pixel);
    header.pixels = unpacked;
    header.bits_per_pixel = 8;
  }
  const size_t row_bytes = header.row_bytes();
  check(row_bytes * header.size.height <= header.pixels.size(), "broken BMP: the file ends early");
  const int samples = samples_of(header);
  Picture picture{.format = PictureFormat::kBmp};
  picture.metadata.resolution = header.resolution;
  if (samples == 3 && header.bits_per_pixel <= 8) picture.palette = header.palette;
  if (is_bilevel(header)) picture.stored_bits = 1;
  allocate_pixels(picture, header.size, samples, 8);
  Bytes row(size_t{1} * header.size.width * samples);
  for (int y = 0; y < header.size.height; ++y) {
    const int stored = header.is_top_down ? y : header.size.height - 1 - y;
    expand_row(header, header.pixels.subspan(stored * row_bytes, row_bytes), samples, row.data());
    put_row(picture, y, row.data());
  }
  return picture;
}

Bytes encode_bmp(const Picture& picture, const Metadata& metadata, Warnings& warnings) {
  if (!picture.palette.empty()) {
    warnings.push_back("the palette is given up: the BMP is written as RGB");
  } else if (picture.stored_bits > 0 && num_samples(picture) == 1) {
    warnings.push_back("the BMP is written with 8 bits a pixel, not " +
                       std::to_string(picture.stored_bits));
  }
  const Size size = picture.image.size();
  // There is no grey with alpha.
  const int samples = picture.alpha ? 4 : picture.image.channels();
  const size_t row_bytes = (size_t{1} * size.width * samples + 3) / 4 * 4;
  check(row_bytes * size.height < UINT32_MAX - 2048, "the picture is ", size,
        ", too large for a BMP of 4 GB");
  Bytes file;
  file.reserve(row_bytes * size.height + 2048);
  write_header(size, samples * 8, row_bytes * size.height, shown_resolution(metadata), file);
  for (int y = size.height - 1; y >= 0; --y) append_row(picture, y, samples, row_bytes, file);
  return file;
}

}  // namespace kintsugi
