#include "kintsugi/picture/tiff_directory.h"

#include <algorithm>
#include <array>
#include <set>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

constexpr uint16_t kLong = 4, kIfd = 13, kLong8 = 16, kSlong8 = 17, kIfd8 = 18;
constexpr uint16_t kSubIfds = 0x014A, kExif = 0x8769, kGps = 0x8825, kInterop = 0xA005;
constexpr size_t kMostDirectories = 65536;

/// Bytes of one value of a type; 0 for types that nobody knows.
size_t bytes_of_type(uint16_t type) {
  static constexpr std::array<uint8_t, 19> kBytes = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4,
                                                     8, 4, 8, 4, 0, 0, 8, 8, 8};
  return type < kBytes.size() ? kBytes[type] : 0;
}

/// The tag that has the lengths of what lies at the offsets of `tag`; 0 for tags of no offsets.
uint16_t lengths_of(uint16_t tag) {
  switch (tag) {
    case 0x0111:  // strips
      return 0x0117;
    case 0x0144:  // tiles
      return 0x0145;
    case 0x0201:  // a thumbnail's JPEG
      return 0x0202;
    default:
      return 0;
  }
}

bool is_child(uint16_t tag) {
  return tag == kSubIfds || tag == kExif || tag == kGps || tag == kInterop;
}

uint64_t number_at(ByteView bytes, size_t offset, size_t num_bytes, bool is_big_endian) {
  check(offset <= bytes.size() && bytes.size() - offset >= num_bytes,
        "broken TIFF: something lies beyond its end");
  uint64_t value = 0;
  for (size_t i = 0; i < num_bytes; ++i) {
    value = value << 8 | bytes[offset + (is_big_endian ? i : num_bytes - 1 - i)];
  }
  return value;
}

void put_number(uint64_t value, size_t num_bytes, bool is_big_endian, uint8_t* to) {
  for (size_t i = 0; i < num_bytes; ++i, value >>= 8) {
    to[is_big_endian ? num_bytes - 1 - i : i] = value & 255;
  }
}

class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {
    check(bytes.size() >= 8, "broken TIFF: the file ends early");
    result_.is_big_endian = bytes[0] == 'M';
    result_.is_big = number(2, 2) == 43;
    width_ = result_.is_big ? 8 : 4;
  }

  TiffDirectories read() {
    for (uint64_t at = number(result_.is_big ? 8 : 4, width_); at != 0;) {
      result_.pages.push_back(directory(at, 0, &at));
    }
    return std::move(result_);
  }

 private:
  uint64_t number(size_t offset, size_t num_bytes) const {
    return number_at(bytes_, offset, num_bytes, result_.is_big_endian);
  }

  ByteView part(uint64_t offset, uint64_t num_bytes) {
    check(offset <= bytes_.size() && bytes_.size() - offset >= num_bytes,
          "broken TIFF: something lies beyond its end");
    total_ += num_bytes;
    check(total_ <= 4 * bytes_.size(), "broken TIFF: its parts are larger than the file");
    return bytes_.subspan(offset, num_bytes);
  }

  std::vector<uint64_t> numbers(const TiffEntry& entry) const {
    const size_t step = bytes_of_type(entry.type);
    std::vector<uint64_t> result;
    for (size_t i = 0; i + step <= entry.value.size(); i += step) {
      result.push_back(number_at(entry.value, i, step, result_.is_big_endian));
    }
    return result;
  }

  /// An entry of the directory; of no type where nobody can know how long it is.
  TiffEntry entry(size_t at) {
    TiffEntry entry{
        static_cast<uint16_t>(number(at, 2)), static_cast<uint16_t>(number(at + 2, 2)), {}};
    const size_t step = bytes_of_type(entry.type);
    if (step == 0) return {};
    const uint64_t count = number(at + 4, width_);
    check(count <= bytes_.size() / step, "broken TIFF: something lies beyond its end");
    const size_t value_at = at + 4 + width_;
    entry.value = part(count * step <= width_ ? value_at : number(value_at, width_), count * step);
    return entry;
  }

  TiffDirectory directory(uint64_t at, int depth, uint64_t* next) {
    check(depth < 4 && seen_.size() < kMostDirectories && seen_.insert(at).second,
          "broken TIFF: its directories go in circles");
    TiffDirectory result;
    const size_t count_bytes = result_.is_big ? 8 : 2, entry_bytes = 4 + 2 * width_;
    const uint64_t count = number(at, count_bytes);
    check(count <= 65535, "broken TIFF: a directory of ", count, " tags");
    at += count_bytes;
    part(at, count * entry_bytes);  // counts: many directories may share the same bytes
    for (uint64_t i = 0; i < count; ++i, at += entry_bytes) {
      const TiffEntry found = entry(at);
      check(found.tag < 0x0207 || found.tag > 0x0209, "this is a TIFF of old-style JPEG");
      if (found.type != 0) result.entries.push_back(found);
    }
    if (next) *next = number(at, width_);
    follow(result, depth);
    return result;
  }

  /// Moves what entries point to into the directory.
  void follow(TiffDirectory& directory_of, int depth) {
    for (const TiffEntry& found : directory_of.entries) {
      if (is_child(found.tag)) {
        for (const uint64_t at : numbers(found)) {
          directory_of.children[found.tag].push_back(directory(at, depth + 1, nullptr));
        }
      } else if (const uint16_t lengths_tag = lengths_of(found.tag)) {
        const TiffEntry* lengths_entry = directory_of.find(lengths_tag);
        check(lengths_entry, "broken TIFF: nothing says how long its strips are");
        const std::vector<uint64_t> offsets = numbers(found), lengths = numbers(*lengths_entry);
        check(offsets.size() == lengths.size(), "broken TIFF: ", offsets.size(), " strips, ",
              lengths.size(), " lengths of strips");
        std::vector<ByteView>& blocks = directory_of.blocks[found.tag];
        for (size_t i = 0; i < offsets.size(); ++i) blocks.push_back(part(offsets[i], lengths[i]));
      }
    }
    std::erase_if(directory_of.entries,
                  [](const TiffEntry& e) { return is_child(e.tag) || lengths_of(e.tag) != 0; });
  }

  ByteView bytes_;
  size_t width_ = 4;  // of an offset
  TiffDirectories result_;
  std::set<uint64_t> seen_;
  uint64_t total_ = 0;  // of all parts: a lying file must not make us write all of the disk
};

class Writer {
 public:
  explicit Writer(const TiffDirectories& from)
      : is_big_(from.is_big), is_big_endian_(from.is_big_endian), width_(is_big_ ? 8 : 4) {}

  Bytes write(const std::vector<TiffDirectory>& pages) {
    out_.assign(2, is_big_endian_ ? 'M' : 'I');
    append_number(is_big_ ? 43 : 42, 2);
    if (is_big_) append_number(8, 2), append_number(0, 2);
    size_t link = out_.size();
    append_number(0, width_);
    for (const TiffDirectory& page : pages) {
      uint64_t next_link = 0;
      const uint64_t at = directory(page, next_link);
      put_number(at, width_, is_big_endian_, out_.data() + link);
      link = next_link;
    }
    check(is_big_ || out_.size() <= UINT32_MAX, "a TIFF of ", out_.size(),
          " bytes, expected at most 4 GB");
    return std::move(out_);
  }

 private:
  void append_number(uint64_t value, size_t num_bytes) {
    out_.resize(out_.size() + num_bytes);
    put_number(value, num_bytes, is_big_endian_, out_.data() + out_.size() - num_bytes);
  }

  /// Where the content is put: at an even place.
  uint64_t append(ByteView content) {
    if (out_.size() % 2) out_.push_back(0);
    const uint64_t at = out_.size();
    out_.insert(out_.end(), content.begin(), content.end());
    return at;
  }

  struct Field {
    uint16_t tag, type;
    Bytes value;
  };

  Field offsets(uint16_t tag, uint16_t type, const std::vector<uint64_t>& values) const {
    Field field{tag, type, Bytes(values.size() * width_)};
    for (size_t i = 0; i < values.size(); ++i) {
      put_number(values[i], width_, is_big_endian_, field.value.data() + i * width_);
    }
    return field;
  }

  /// The entry with types that this kind of file has.
  Field field(const TiffEntry& entry) const {
    const bool is_wide = entry.type == kLong8 || entry.type == kSlong8 || entry.type == kIfd8;
    if (is_big_ || !is_wide) {
      return {entry.tag, entry.type, Bytes(entry.value.begin(), entry.value.end())};
    }
    std::vector<uint64_t> values;
    for (size_t i = 0; i + 8 <= entry.value.size(); i += 8) {
      values.push_back(number_at(entry.value, i, 8, is_big_endian_));
    }
    return offsets(entry.tag, kLong, values);
  }

  uint64_t directory(const TiffDirectory& from, uint64_t& link) {
    std::vector<Field> fields;
    for (const TiffEntry& entry : from.entries) fields.push_back(field(entry));
    for (const auto& [tag, children] : from.children) {
      std::vector<uint64_t> places;
      uint64_t unused = 0;
      for (const TiffDirectory& child : children) places.push_back(directory(child, unused));
      fields.push_back(offsets(tag, is_big_ ? kIfd8 : tag == kSubIfds ? kIfd : kLong, places));
    }
    for (const auto& [tag, blocks] : from.blocks) {
      std::vector<uint64_t> places;
      for (const ByteView block : blocks) places.push_back(append(block));
      fields.push_back(offsets(tag, is_big_ ? kLong8 : kLong, places));
    }
    std::stable_sort(fields.begin(), fields.end(),
                     [](const Field& a, const Field& b) { return a.tag < b.tag; });
    return table(fields, link);
  }

  uint64_t table(const std::vector<Field>& fields, uint64_t& link) {
    Bytes rows;
    for (const Field& item : fields) {
      Bytes row(4 + 2 * width_);
      put_number(item.tag, 2, is_big_endian_, row.data());
      put_number(item.type, 2, is_big_endian_, row.data() + 2);
      put_number(item.value.size() / bytes_of_type(item.type), width_, is_big_endian_,
                 row.data() + 4);
      if (item.value.size() <= width_) {
        std::copy(item.value.begin(), item.value.end(), row.data() + 4 + width_);
      } else {
        put_number(append(item.value), width_, is_big_endian_, row.data() + 4 + width_);
      }
      rows.insert(rows.end(), row.begin(), row.end());
    }
    const uint64_t at = append({});
    append_number(fields.size(), is_big_ ? 8 : 2);
    out_.insert(out_.end(), rows.begin(), rows.end());
    link = out_.size();
    append_number(0, width_);
    return at;
  }

  bool is_big_, is_big_endian_;
  size_t width_;  // of an offset
  Bytes out_;
};

}  // namespace

const TiffEntry* TiffDirectory::find(uint16_t tag) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const TiffEntry& entry) { return entry.tag == tag; });
  return found == entries.end() ? nullptr : &*found;
}

uint64_t TiffDirectories::number(const TiffEntry* entry) const {
  if (!entry) return 0;
  const size_t step = bytes_of_type(entry->type);
  return entry->value.size() < step ? 0 : number_at(entry->value, 0, step, is_big_endian);
}

TiffDirectories read_tiff_directories(ByteView bytes) { return Reader(bytes).read(); }

Bytes write_tiff_directories(const TiffDirectories& directories) {
  return Writer(directories).write(directories.pages);
}

}  // namespace kintsugi
