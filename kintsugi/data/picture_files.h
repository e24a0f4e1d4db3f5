#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kintsugi/picture.h"

namespace kintsugi::data {

/// Picture files in folders and tar archives, found at once and read when asked for. What a file is
/// called decides whether it counts (format_of_name); hidden files do not. Threads may share it.
class PictureFiles {
 public:
  /// Each source is a folder (with the folders in it), a tar archive, or a pattern of such, as
  /// "shard-*.tar". The pictures of one source after those of the one before; in a folder by their
  /// names, in an archive in its order. Compressed archives are kept in memory.
  /// Errors: a source that is not there, that is no archive, or that holds no picture file.
  explicit PictureFiles(const std::vector<std::string>& sources);

  int64_t size() const { return static_cast<int64_t>(entries_.size()); }

  /// The path inside its folder or archive: "00001.jpg".
  const std::string& name(int64_t index) const { return entries_[index].name; }

  /// Decodes one. Errors: it is no picture, or can no longer be read.
  Picture read(int64_t index, const ReadOptions& options = {}) const;

 private:
  // A file of its own, a part of an uncompressed archive, or bytes.
  struct Entry {
    std::string name;
    int container = 0;
    uint64_t offset = 0, num_bytes = 0;
    std::vector<uint8_t> bytes = {};
  };

  void add_folder(const std::filesystem::path& folder);
  void add_archive(const std::filesystem::path& path);
  std::vector<uint8_t> bytes_of(const Entry& entry) const;

  struct Container {
    std::filesystem::path path;
    bool is_folder = false;
  };
  std::vector<Container> containers_;
  std::vector<Entry> entries_;
};

}  // namespace kintsugi::data
