#include "kintsugi/picture/cicp.h"

#include <algorithm>

namespace kintsugi {
namespace {

constexpr const char* kChunk = "cICP";
constexpr uint8_t kRgbMatrix = 0, kFullRange = 1;
constexpr int kUnspecified = 2;

}  // namespace

std::optional<Cicp> cicp_of(const Metadata& metadata) {
  for (const auto& [name, content] : metadata.png_chunks) {
    if (name == kChunk && content.size() == 4) return Cicp{content[0], content[1]};
  }
  return std::nullopt;
}

void set_cicp(Metadata& metadata, const Cicp& colours) {
  if (colours == kSrgb) return;
  if (colours.primaries == kUnspecified || colours.transfer == kUnspecified) return;
  metadata.png_chunks.push_back({kChunk,
                                 {static_cast<uint8_t>(colours.primaries),
                                  static_cast<uint8_t>(colours.transfer), kRgbMatrix, kFullRange}});
}

}  // namespace kintsugi
