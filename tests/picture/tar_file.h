#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace kintsugi {

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

/// The bytes of a tar archive (POSIX 1003.1-1988, "ustar") with these files: a header of 512
/// bytes, then the content filled up with zeros to whole blocks, and two zero blocks at the end.
inline std::string tar_of(const NamedTexts& files) {
  std::string tar;
  for (const auto& [name, content] : files) {
    std::string header(512, '\0');
    const auto put = [&](size_t offset, const std::string& text) {
      header.replace(offset, text.size(), text);
    };
    char size[12];
    std::snprintf(size, sizeof size, "%011zo", content.size());
    put(0, name);
    put(100, "0000644");
    put(124, size);
    put(136, "00000000000");
    put(148, "        ");  // the checksum counts as blanks while it is summed up
    put(156, "0");
    put(257, std::string("ustar\00000", 8));
    unsigned sum = 0;
    for (const unsigned char byte : header) sum += byte;
    char checksum[8];
    std::snprintf(checksum, sizeof checksum, "%06o", sum);
    put(148, std::string(checksum, 7));
    tar += header + content + std::string((512 - content.size() % 512) % 512, '\0');
  }
  return tar + std::string(1024, '\0');
}

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

inline void write_tar(const std::filesystem::path& path, const NamedTexts& files) {
  write_bytes(path, tar_of(files));
}

}  // namespace kintsugi
