#include "kintsugi/picture/jpeg_directory.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "kintsugi/picture/jpeg_segments.h"

namespace kintsugi {
namespace {

using namespace std::string_view_literals;

constexpr int kApp1 = 0xE1, kApp2 = 0xE2;
constexpr size_t kMarkerBytes = 65535;  // with the two bytes of its length
constexpr std::string_view kBetween = "= \t\r\n\"'>";

/// Where a byte of the file has gone.
size_t moved(size_t at, const std::vector<MovedPart>& parts) {
  size_t now = at;
  for (const MovedPart& part : parts) {
    if (part.old_end <= at) now += part.new_bytes - (part.old_end - part.old_begin);
  }
  return now;
}

/// Numbers of a TIFF structure, as MPF is one; outside of it reads give 0, writes do nothing.
class Fields {
 public:
  explicit Fields(std::span<uint8_t> bytes)
      : bytes_(bytes), is_big_endian_(bytes.size() > 0 && bytes[0] == 'M') {}

  size_t get(size_t at, size_t num_bytes) const {
    size_t value = 0;
    for (size_t i = 0; has(at, num_bytes) && i < num_bytes; ++i) {
      value = value << 8 | bytes_[at + (is_big_endian_ ? i : num_bytes - 1 - i)];
    }
    return value;
  }

  void set(size_t at, size_t num_bytes, size_t value) {
    for (size_t i = 0; has(at, num_bytes) && i < num_bytes; ++i, value >>= 8) {
      bytes_[at + (is_big_endian_ ? num_bytes - 1 - i : i)] = value & 255;
    }
  }

 private:
  bool has(size_t at, size_t num_bytes) const {
    return at <= bytes_.size() && num_bytes <= bytes_.size() - at;
  }

  std::span<uint8_t> bytes_;
  bool is_big_endian_;
};

/// The MP Entries of CIPA DC-007, 5.2.3.3: attribute, size, offset, two numbers of other entries.
/// An offset counts from the MPF block's start, that of the first picture is 0.
void mend_entries(Fields mpf, size_t old_start, size_t new_start,
                  const std::vector<MovedPart>& parts) {
  constexpr size_t kEntriesTag = 0xB002, kEntryBytes = 16;
  const size_t directory = mpf.get(4, 4), num_tags = mpf.get(directory, 2);
  for (size_t tag = directory + 2; tag < directory + 2 + 12 * num_tags; tag += 12) {
    if (mpf.get(tag, 2) != kEntriesTag) continue;
    const size_t first = mpf.get(tag + 8, 4),
                 num_bytes = std::min(mpf.get(tag + 4, 4), kMarkerBytes);
    for (size_t entry = first; entry + kEntryBytes <= first + num_bytes; entry += kEntryBytes) {
      const size_t size = mpf.get(entry + 4, 4), offset = mpf.get(entry + 8, 4);
      const size_t begin = offset == 0 ? 0 : old_start + offset;
      mpf.set(entry + 4, 4, moved(begin + size, parts) - moved(begin, parts));
      if (offset != 0) mpf.set(entry + 8, 4, moved(begin, parts) - new_start);
    }
    return;
  }
}

void mend_mpf(Bytes& picture, ByteView file, const std::vector<MovedPart>& parts) {
  const auto before = find_segment(file, kApp2, jpeg_names::kMpf);
  const auto now = find_segment(picture, kApp2, jpeg_names::kMpf);
  if (!before || !now) return;
  const std::span<uint8_t> block(picture.data() + now->content_at, now->content_bytes);
  mend_entries(Fields(block), before->content_at, now->content_at, parts);
}

/// The packet with the lengths that parts of these sizes have got. `Item:Length` is an attribute or
/// an element.
std::string with_lengths(std::string_view xmp, const std::vector<MovedPart>& parts) {
  static constexpr auto kName = "Item:Length"sv;
  std::string mended;
  while (true) {
    const size_t name = xmp.find(kName);
    if (name == xmp.npos) return mended += xmp;
    const size_t digits =
        std::min(xmp.find_first_not_of(kBetween, name + kName.size()), xmp.size());
    size_t length = 0;
    const char* first = xmp.data() + digits;
    const char* last = std::from_chars(first, xmp.data() + xmp.size(), length).ptr;
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const MovedPart& candidate) {
      return length > 0 && candidate.old_end - candidate.old_begin == length;
    });
    mended += xmp.substr(0, digits);
    mended += part == parts.end() ? std::string(first, last) : std::to_string(part->new_bytes);
    xmp.remove_prefix(last - xmp.data());
  }
}

void mend_xmp(Bytes& picture, std::vector<MovedPart>& parts) {
  const auto place = find_segment(picture, kApp1, jpeg_names::kXmp);
  if (!place) return;
  const auto at = picture.begin() + place->content_at;
  const std::string old(at, at + place->content_bytes);
  std::string mended = old;
  const size_t rest = picture.size() - old.size();
  // The packet may state the size of the picture that it is in: a digit more changes that too.
  for (int pass = 0; pass < 3; ++pass) {
    parts[0].new_bytes = rest + mended.size();
    mended = with_lengths(old, parts);
  }
  const size_t length = 2 + jpeg_names::kXmp.size() + mended.size();
  if (length > kMarkerBytes) mended = old;
  parts[0].new_bytes = rest + mended.size();
  if (mended == old) return;
  const auto length_at = at - jpeg_names::kXmp.size() - 2;
  length_at[0] = length >> 8 & 255;
  length_at[1] = length & 255;
  picture.insert(picture.erase(at, at + old.size()), mended.begin(), mended.end());
}

/// Takes out the attribute or element whose name begins at `at`; false if there is none.
bool erase_property(std::string& xmp, size_t at) {
  const size_t name_end = xmp.find_first_of("= \t\r\n/>", at);
  if (at == 0 || name_end == xmp.npos) return false;
  if (xmp[at - 1] == '<') {
    const std::string close = "</" + xmp.substr(at, name_end - at) + ">";
    const size_t tag_end = xmp.find('>', name_end);
    if (tag_end == xmp.npos) return false;
    const bool is_empty = xmp[tag_end - 1] == '/';
    const size_t closed = is_empty ? tag_end : xmp.find(close, tag_end);
    if (closed == xmp.npos) return false;
    xmp.erase(at - 1, closed + (is_empty ? 1 : close.size()) - (at - 1));
    return true;
  }
  const size_t quote = xmp.find_first_not_of("= \t\r\n", name_end);
  if (quote == xmp.npos || (xmp[quote] != '"' && xmp[quote] != '\'')) return false;
  const size_t end = xmp.find(xmp[quote], quote + 1);
  if (end == xmp.npos) return false;
  xmp.erase(at, end + 1 - at);
  return true;
}

}  // namespace

void mend_jpeg_directories(Bytes& picture, ByteView file, std::vector<MovedPart> parts) {
  mend_xmp(picture, parts);
  mend_mpf(picture, file, parts);
}

void forget_jpeg_trailer(std::string& xmp) {
  for (const auto name : {"Container:Directory"sv, "GCamera:MicroVideo"sv, "GCamera:MotionPhoto"sv,
                          "hdrgm:"sv, "HDRGainMap:"sv}) {
    for (size_t at = xmp.find(name); at != xmp.npos; at = xmp.find(name, at)) {
      if (!erase_property(xmp, at)) at += name.size();
    }
  }
}

}  // namespace kintsugi
