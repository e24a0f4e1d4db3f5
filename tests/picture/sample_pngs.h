#pragma once

#include <zlib.h>

#include <string>
#include <utility>
#include <vector>

namespace kintsugi {

using NamedBytes = std::pair<std::string, std::vector<uint8_t>>;

inline void put_big_endian(uint32_t value, std::vector<uint8_t>& bytes) {
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(value >> shift & 255);
}

inline std::vector<uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

/// A PNG chunk with its length and checksum.
inline std::vector<uint8_t> png_chunk(const std::string& name,
                                      const std::vector<uint8_t>& content) {
  std::vector<uint8_t> chunk;
  put_big_endian(uint32_t(content.size()), chunk);
  chunk.insert(chunk.end(), name.begin(), name.end());
  chunk.insert(chunk.end(), content.begin(), content.end());
  put_big_endian(uint32_t(crc32(0, chunk.data() + 4, uInt(chunk.size() - 4))), chunk);
  return chunk;
}

/// All chunks of a PNG, IHDR to IEND.
inline std::vector<NamedBytes> chunks_of(const std::vector<uint8_t>& png) {
  std::vector<NamedBytes> chunks;
  for (size_t at = 8; at + 12 <= png.size();) {
    const size_t size = png[at] << 24 | png[at + 1] << 16 | png[at + 2] << 8 | png[at + 3];
    chunks.emplace_back(std::string(png.begin() + at + 4, png.begin() + at + 8),
                        std::vector<uint8_t>(png.begin() + at + 8, png.begin() + at + 8 + size));
    at += 12 + size;
  }
  return chunks;
}

inline std::vector<uint8_t> png_of(const std::vector<NamedBytes>& chunks) {
  std::vector<uint8_t> png = bytes_of("\x89PNG\r\n\x1A\n");
  for (const auto& [name, content] : chunks) {
    const std::vector<uint8_t> chunk = png_chunk(name, content);
    png.insert(png.end(), chunk.begin(), chunk.end());
  }
  return png;
}

/// The PNG with chunks before and behind its pixels.
inline std::vector<uint8_t> with_chunks(const std::vector<uint8_t>& png,
                                        const std::vector<NamedBytes>& before,
                                        const std::vector<NamedBytes>& behind = {}) {
  std::vector<NamedBytes> chunks;
  bool is_first_pixels = true;
  for (const NamedBytes& chunk : chunks_of(png)) {
    if (chunk.first == "IDAT" && std::exchange(is_first_pixels, false)) {
      chunks.insert(chunks.end(), before.begin(), before.end());
    }
    if (chunk.first == "IEND") chunks.insert(chunks.end(), behind.begin(), behind.end());
    chunks.push_back(chunk);
  }
  return png_of(chunks);
}

/// The names of a PNG's chunks: "IHDR gAMA IDAT IEND".
inline std::string chunk_names(const std::vector<uint8_t>& png) {
  std::string names;
  for (const auto& [name, content] : chunks_of(png)) names += (names.empty() ? "" : " ") + name;
  return names;
}

/// The content of the first chunk of a name; empty if there is none.
inline std::vector<uint8_t> content_of(const std::vector<uint8_t>& png, const std::string& wanted) {
  for (const auto& [name, content] : chunks_of(png)) {
    if (name == wanted) return content;
  }
  return {};
}

}  // namespace kintsugi
