#include "kintsugi/picture/png_chunks.h"

#include <zlib.h>

#include <algorithm>
#include <cctype>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

constexpr size_t kSignatureBytes = 8;
constexpr size_t kNameBytes = 4;
constexpr size_t kOverheadBytes = 12;  // length, name, checksum

uint32_t number_at(ByteView bytes, size_t at) {
  return uint32_t{bytes[at]} << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
}

bool is_lower(char c) { return std::islower(static_cast<unsigned char>(c)); }

void check_known(const std::string& name) {
  const auto is_letter = [](unsigned char c) { return std::isalpha(c); };
  check(std::all_of(name.begin(), name.end(), is_letter),
        "broken PNG: a chunk's name is not of four letters");
  if (is_ancillary(name)) return;
  check(name != "CgBI", "this is a PNG in Apple's own variant (CgBI), expected a plain PNG");
  check(name == "IHDR" || name == "PLTE" || name == "IDAT" || name == "IEND",
        "the PNG has a chunk ", name, " that is not known and that its picture needs");
}

}  // namespace

bool is_ancillary(const std::string& name) { return is_lower(name[0]); }

bool is_safe_to_copy(const std::string& name) { return is_lower(name[3]); }

PngChunks cut_png(ByteView file) {
  PngChunks result;
  for (file = file.subspan(kSignatureBytes);;) {
    check(file.size() >= kOverheadBytes, "broken PNG: the file ends early");
    const size_t length = number_at(file, 0);
    check(length <= file.size() - kOverheadBytes, "broken PNG: the file ends early");
    const ByteView checked = file.subspan(kNameBytes, kNameBytes + length);
    PngChunk chunk{.name = std::string(checked.begin(), checked.begin() + kNameBytes),
                   .content = checked.subspan(kNameBytes),
                   .is_intact = true};
    check_known(chunk.name);
    if (is_ancillary(chunk.name)) {
      const uLong checksum = crc32_z(0, checked.data(), checked.size());
      chunk.is_intact = checksum == number_at(file, kNameBytes + kNameBytes + length);
    }
    const bool is_end = chunk.name == "IEND";
    result.chunks.push_back(std::move(chunk));
    file = file.subspan(kOverheadBytes + length);
    if (is_end) break;
  }
  result.num_bytes_behind = file.size();
  return result;
}

long long num_png_frames(const PngChunks& file) {
  long long num_frames = 0;
  bool is_animated = false, has_further = false;
  for (const PngChunk& chunk : file.chunks) {
    is_animated = is_animated || chunk.name == "acTL";
    if (chunk.name == "IDAT" && !is_animated) return 1;
    num_frames += chunk.name == "fcTL";
    has_further = has_further || chunk.name == "fdAT";
  }
  return has_further ? std::max(num_frames, 2ll) : 1;
}

}  // namespace kintsugi
