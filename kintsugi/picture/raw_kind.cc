#include "kintsugi/picture/raw_kind.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace kintsugi {
namespace {

using namespace std::string_view_literals;

constexpr int kSubfileTypeTag = 0x00FE;
constexpr int kPhotometricTag = 0x0106;
constexpr int kMakeTag = 0x010F;
constexpr int kSubDirectoriesTag = 0x014A;
constexpr int kDngVersionTag = 0xC612;
constexpr size_t kColourFilterArray = 32803;  // of PhotometricInterpretation
constexpr size_t kShortType = 3;
constexpr size_t kEntryBytes = 12;       // tag 2, type 2, count 4, value or its offset 4
constexpr size_t kMostDirectories = 32;  // files have a handful; a hostile one may have a circle

struct Signature {
  size_t offset;
  std::string_view magic;
  const char* name;
};

constexpr Signature kSignatures[] = {
    {8, "CR\2\0"sv, "Canon CR2"},    {4, "ftypcrx "sv, "Canon CR3"},
    {6, "HEAPCCDR"sv, "Canon CRW"},  {0, "IIRO"sv, "Olympus ORF"},
    {0, "IIRS"sv, "Olympus ORF"},    {0, "MMOR"sv, "Olympus ORF"},
    {0, "IIU\0"sv, "Panasonic RW2"}, {0, "FUJIFILMCCD-RAW"sv, "Fujifilm RAF"},
    {0, "FOVb"sv, "Sigma X3F"},      {0, "\0MRM"sv, "Minolta MRW"}};

constexpr std::pair<std::string_view, const char*> kMakers[] = {
    {"NIKON"sv, "Nikon NEF"},     {"SONY"sv, "Sony ARW"},         {"PENTAX"sv, "Pentax PEF"},
    {"SAMSUNG"sv, "Samsung SRW"}, {"Hasselblad"sv, "Hasselblad"}, {"Phase One"sv, "Phase One"}};

std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Numbers of a TIFF; reads outside of it give 0.
class Tiff {
 public:
  explicit Tiff(ByteView file) : file_(file) {
    const std::string_view text = text_of(file);
    is_big_endian_ = text.starts_with("MM\0*"sv);
    if (!is_big_endian_ && !text.starts_with("II*\0"sv)) file_ = {};
  }

  size_t get(size_t offset, size_t num_bytes) const {
    if (offset > file_.size() || file_.size() - offset < num_bytes) return 0;
    size_t value = 0;
    for (size_t i = 0; i < num_bytes; ++i) {
      value = value << 8 | file_[offset + (is_big_endian_ ? i : num_bytes - 1 - i)];
    }
    return value;
  }

  /// Offset of the entry of `tag` in a directory; 0 if there is none.
  size_t entry(size_t directory, size_t tag) const {
    const size_t num_entries = get(directory, 2);
    for (size_t i = 0; i < num_entries; ++i) {
      const size_t at = directory + 2 + i * kEntryBytes;
      if (at + kEntryBytes > file_.size()) return 0;
      if (get(at, 2) == tag) return at;
    }
    return 0;
  }

  /// The first number in an entry; 0 without one.
  size_t number(size_t entry) const {
    if (entry == 0) return 0;
    return get(entry + 8, get(entry + 2, 2) == kShortType ? 2 : 4);
  }

  std::string_view text(size_t entry) const {
    const size_t count = entry ? get(entry + 4, 4) : 0, at = get(entry + 8, 4);
    if (at > file_.size() || file_.size() - at < count) return {};
    return text_of(file_.subspan(at, count));
  }

  /// Directories of pages and what hangs on them, in no special order.
  std::vector<size_t> directories() const {
    std::vector<size_t> found = {get(4, 4)};
    for (size_t i = 0; i < found.size(); ++i) {
      const size_t directory = found[i];
      const auto add = [&](size_t offset) {
        if (offset != 0 && found.size() < kMostDirectories) found.push_back(offset);
      };
      add(get(directory + 2 + get(directory, 2) * kEntryBytes, 4));
      const size_t entry_at = entry(directory, kSubDirectoriesTag);
      const size_t count = entry_at ? std::min(get(entry_at + 4, 4), kMostDirectories) : 0;
      const size_t list = count == 1 ? entry_at + 8 : get(entry_at + 8, 4);
      for (size_t k = 0; k < count; ++k) add(get(list + 4 * k, 4));
    }
    return found;
  }

 private:
  ByteView file_;
  bool is_big_endian_ = false;
};

std::optional<std::string> kind_of_tiff(const Tiff& tiff) {
  const size_t first = tiff.get(4, 4);
  if (first == 0) return std::nullopt;
  if (tiff.entry(first, kDngVersionTag)) return "DNG";
  const std::string_view make = tiff.text(tiff.entry(first, kMakeTag));
  const auto maker = std::find_if(std::begin(kMakers), std::end(kMakers),
                                  [&](const auto& known) { return make.starts_with(known.first); });
  const bool is_preview = tiff.number(tiff.entry(first, kSubfileTypeTag)) & 1;
  bool is_raw = maker != std::end(kMakers) && is_preview && tiff.entry(first, kSubDirectoriesTag);
  for (const size_t directory : tiff.directories()) {
    is_raw |= tiff.number(tiff.entry(directory, kPhotometricTag)) == kColourFilterArray;
  }
  if (!is_raw) return std::nullopt;
  return maker != std::end(kMakers) ? maker->second : "of a colour filter array";
}

}  // namespace

std::optional<std::string> raw_kind(ByteView file) {
  const std::string_view text = text_of(file);
  for (const Signature& signature : kSignatures) {
    if (text.substr(std::min(signature.offset, text.size())).starts_with(signature.magic)) {
      return signature.name;
    }
  }
  return kind_of_tiff(Tiff(file));
}

}  // namespace kintsugi
