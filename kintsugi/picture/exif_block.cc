#include "kintsugi/picture/exif_block.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

namespace kintsugi {
namespace {

constexpr int kOrientationTag = 0x0112;
constexpr int kXResolutionTag = 0x011A, kYResolutionTag = 0x011B, kResolutionUnitTag = 0x0128;
constexpr int kExifDirectoryTag = 0x8769;
constexpr int kPixelXDimensionTag = 0xA002;
constexpr int kPixelYDimensionTag = 0xA003;
constexpr int kThumbnailOffsetTag = 0x0201;
constexpr int kThumbnailBytesTag = 0x0202;
constexpr int kShortType = 3;
constexpr int kLongType = 4;
constexpr int kRationalType = 5;
constexpr size_t kEntryBytes = 12;  // tag 2, type 2, count 4, value or its offset 4

/// Numbers of a TIFF structure in its byte order; reads outside of it give 0, writes do nothing.
class Block {
 public:
  explicit Block(std::span<uint8_t> bytes) : bytes_(bytes) {
    is_big_endian_ = bytes.size() >= 8 && bytes[0] == 'M' && bytes[1] == 'M';
    const bool is_little_endian = bytes.size() >= 8 && bytes[0] == 'I' && bytes[1] == 'I';
    if ((!is_big_endian_ && !is_little_endian) || get(2, 2) != 42) bytes_ = {};
  }

  size_t get(size_t offset, size_t num_bytes) const {
    if (offset > bytes_.size() || bytes_.size() - offset < num_bytes) return 0;
    size_t value = 0;
    for (size_t i = 0; i < num_bytes; ++i) {
      value = value << 8 | bytes_[offset + (is_big_endian_ ? i : num_bytes - 1 - i)];
    }
    return value;
  }

  void set(size_t offset, size_t num_bytes, size_t value) {
    if (offset > bytes_.size() || bytes_.size() - offset < num_bytes) return;
    for (size_t i = 0; i < num_bytes; ++i, value >>= 8) {
      bytes_[offset + (is_big_endian_ ? num_bytes - 1 - i : i)] = value & 255;
    }
  }

  size_t size() const { return bytes_.size(); }

  /// Offset of the entry of `tag` in the directory at `directory`; 0 if there is none.
  size_t entry(size_t directory, int tag) const {
    if (directory < 8) return 0;
    const size_t num_entries = get(directory, 2);
    for (size_t i = 0; i < num_entries; ++i) {
      const size_t at = directory + 2 + i * kEntryBytes;
      if (at + kEntryBytes > size()) return 0;
      if (get(at, 2) == static_cast<size_t>(tag)) return at;
    }
    return 0;
  }

  /// The number in an entry that holds one SHORT or LONG; 0 for others.
  size_t number(size_t entry) const {
    if (entry == 0 || get(entry + 4, 4) != 1) return 0;
    const size_t type = get(entry + 2, 2);
    return type == kShortType ? get(entry + 8, 2) : type == kLongType ? get(entry + 8, 4) : 0;
  }

  /// The value of an entry that holds one RATIONAL; 0 for others.
  double rational(size_t entry) const {
    if (entry == 0 || get(entry + 2, 2) != kRationalType || get(entry + 4, 4) != 1) return 0;
    const size_t at = get(entry + 8, 4), divisor = get(at + 4, 4);
    return divisor == 0 ? 0 : static_cast<double>(get(at, 4)) / static_cast<double>(divisor);
  }

  /// A positive number, in thousandths.
  void set_rational(size_t at, double value) {
    constexpr double kParts = 1000;
    set(at, 4, static_cast<size_t>(std::llround(std::clamp(value * kParts, 1.0, 4294967295.0))));
    set(at + 4, 4, static_cast<size_t>(kParts));
  }

  /// What the four bytes of an entry's value are as a number when they hold one SHORT.
  size_t short_value(size_t value) const { return is_big_endian_ ? value << 16 : value; }

  void wipe(size_t offset, size_t num_bytes) { std::memset(bytes_.data() + offset, 0, num_bytes); }

 private:
  std::span<uint8_t> bytes_;
  bool is_big_endian_ = false;
};

Block read_only(ByteView exif) { return Block({const_cast<uint8_t*>(exif.data()), exif.size()}); }

/// Exchanges the values of two entries, each a SHORT or a LONG.
void exchange(Block& block, size_t a, size_t b) {
  if (block.number(a) == 0 || block.number(b) == 0) return;
  const size_t type_a = block.get(a + 2, 2), value_a = block.get(a + 8, 4);
  block.set(a + 2, 2, block.get(b + 2, 2));
  block.set(a + 8, 4, block.get(b + 8, 4));
  block.set(b + 2, 2, type_a);
  block.set(b + 8, 4, value_a);
}

struct Entry {
  size_t tag, type, count, value;
};

/// A directory at `at`, sorted by tag, that `link` follows.
void put_directory(std::vector<Entry> entries, size_t at, size_t link, Block& block) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.tag < b.tag; });
  block.set(at, 2, entries.size());
  at += 2;
  for (const Entry& entry : entries) {
    block.set(at, 2, entry.tag);
    block.set(at + 2, 2, entry.type);
    block.set(at + 4, 4, entry.count);
    block.set(at + 8, 4, entry.value);
    at += kEntryBytes;
  }
  block.set(at, 4, link);
}

}  // namespace

int exif_orientation(ByteView exif) {
  const Block block = read_only(exif);
  const size_t value = block.number(block.entry(block.get(4, 4), kOrientationTag));
  return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

void reset_exif_orientation(std::span<uint8_t> exif, int turned_by) {
  Block block(exif);
  const size_t main = block.get(4, 4);
  const size_t entry = block.entry(main, kOrientationTag);
  if (block.number(entry) > 1) {
    block.set(entry + 8, block.get(entry + 2, 2) == kShortType ? 2 : 4, 1);
  }
  if (turned_by < 5) return;
  const size_t x = block.entry(main, kXResolutionTag), y = block.entry(main, kYResolutionTag);
  if (block.rational(x) != block.rational(y)) {
    const size_t at_x = block.get(x + 8, 4);
    block.set(x + 8, 4, block.get(y + 8, 4));
    block.set(y + 8, 4, at_x);
  }
  const size_t detail = block.number(block.entry(main, kExifDirectoryTag));
  exchange(block, block.entry(detail, kPixelXDimensionTag),
           block.entry(detail, kPixelYDimensionTag));
}

size_t drop_exif_thumbnail(std::span<uint8_t> exif) {
  Block block(exif);
  const size_t main = block.get(4, 4);
  const size_t link = main + 2 + block.get(main, 2) * kEntryBytes;
  const size_t second = block.get(link, 4);
  if (main < 8 || second == 0) return exif.size();
  const size_t offset = block.number(block.entry(second, kThumbnailOffsetTag));
  const size_t num_bytes = block.number(block.entry(second, kThumbnailBytesTag));
  block.set(link, 4, 0);
  if (offset < 8 || offset > block.size() || num_bytes > block.size() - offset) return exif.size();
  block.wipe(offset, num_bytes);
  return offset + num_bytes == block.size() ? offset : exif.size();
}

std::optional<Resolution> exif_resolution(ByteView exif) {
  const Block block = read_only(exif);
  const size_t main = block.get(4, 4);
  const double x = block.rational(block.entry(main, kXResolutionTag));
  const double y = block.rational(block.entry(main, kYResolutionTag));
  if (x <= 0 || y <= 0) return std::nullopt;
  switch (block.number(block.entry(main, kResolutionUnitTag))) {
    case 1:
      return Resolution{x, y, LengthUnit::kNone};
    case 3:
      return Resolution{x, y, LengthUnit::kCentimetre};
    default:
      return Resolution{x, y, LengthUnit::kInch};
  }
}

void put_exif_resolution(const Resolution& resolution, Bytes& exif) {
  if (exif.empty()) exif = {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  const Block old(exif);
  const size_t main = old.get(4, 4), num_entries = old.get(main, 2);
  const size_t link = old.get(main + 2 + num_entries * kEntryBytes, 4);
  if (main < 8 || main + 6 + num_entries * kEntryBytes > exif.size()) return;
  const Resolution shown =
      resolution.unit == LengthUnit::kMetre ? in_unit(resolution, LengthUnit::kInch) : resolution;
  const size_t unit = shown.unit == LengthUnit::kNone ? 1 : shown.unit == LengthUnit::kInch ? 2 : 3;
  // The main directory moves to the end, where it has room for more; all else stays in its place.
  const size_t values = (exif.size() + 1) / 2 * 2, table = values + 16;
  std::vector<Entry> entries = {{kXResolutionTag, kRationalType, 1, values},
                                {kYResolutionTag, kRationalType, 1, values + 8}};
  for (size_t at = main + 2; at < main + 2 + num_entries * kEntryBytes; at += kEntryBytes) {
    const size_t tag = old.get(at, 2);
    if (tag == kXResolutionTag || tag == kYResolutionTag || tag == kResolutionUnitTag) continue;
    entries.push_back({tag, old.get(at + 2, 2), old.get(at + 4, 4), old.get(at + 8, 4)});
  }
  exif.resize(table + 2 + (entries.size() + 1) * kEntryBytes + 4);
  Block block(exif);
  entries.push_back({kResolutionUnitTag, kShortType, 1, block.short_value(unit)});
  block.set_rational(values, shown.x);
  block.set_rational(values + 8, shown.y);
  put_directory(std::move(entries), table, link, block);
  block.set(4, 4, table);
}

void reset_xmp_orientation(std::span<uint8_t> xmp) {
  // Either an attribute, tiff:Orientation="6", or an element, <tiff:Orientation>6</...>.
  static constexpr std::string_view kName = "tiff:Orientation";
  const auto is_between = [](uint8_t c) { return std::strchr("= \t\r\n\"'>", c) != nullptr; };
  for (auto at = xmp.begin();;) {
    at = std::search(at, xmp.end(), kName.begin(), kName.end());
    if (at == xmp.end()) return;
    at = std::find_if_not(at + kName.size(), xmp.end(), is_between);
    if (at != xmp.end() && *at >= '2' && *at <= '8') *at = '1';
  }
}

}  // namespace kintsugi
