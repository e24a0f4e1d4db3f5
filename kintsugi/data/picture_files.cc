#include "kintsugi/data/picture_files.h"

#include <algorithm>
#include <fstream>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/base/paths.h"
#include "kintsugi/error.h"
#include "kintsugi/picture/archive.h"

namespace kintsugi::data {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMostBytes = ArchiveLimits{}.max_file_bytes;  // of one file

bool is_picture_name(const fs::path& path) {
  return !path.filename().string().starts_with('.') && format_of_name(path);
}

// "./00001.jpg", as `tar -c .` writes it, and "00001.jpg" are the same name.
std::string plain_name(const std::string& name) {
  return name.starts_with("./") ? name.substr(2) : name;
}

}  // namespace

PictureFiles::PictureFiles(const std::vector<std::string>& sources) {
  for (const std::string& source : sources) {
    for (const fs::path& path : expanded(source)) {
      const size_t before = entries_.size();
      const bool is_folder = fs::is_directory(path);
      containers_.push_back({path, is_folder});
      is_folder ? add_folder(path) : add_archive(path);
      check(entries_.size() > before, "there are no picture files in ", path);
    }
  }
}

void PictureFiles::add_folder(const fs::path& folder) {
  std::vector<std::string> names;
  const auto options = fs::directory_options::follow_directory_symlink;
  for (auto file = fs::recursive_directory_iterator(folder, options);
       file != fs::recursive_directory_iterator(); ++file) {
    if (file->path().filename().string().starts_with('.')) {
      file.disable_recursion_pending();
    } else if (is_picture_name(file->path()) && file->is_regular_file()) {
      names.push_back(file->path().lexically_relative(folder));
    }
  }
  std::sort(names.begin(), names.end());
  const int container = static_cast<int>(containers_.size()) - 1;
  for (std::string& name : names) entries_.push_back({std::move(name), container});
}

void PictureFiles::add_archive(const fs::path& path) {
  const int container = static_cast<int>(containers_.size()) - 1;
  if (const auto index = index_tar(path)) {
    for (const TarEntry& file : *index) {
      if (!is_picture_name(file.name)) continue;
      entries_.push_back({plain_name(file.name), container, file.offset, file.num_bytes});
    }
    return;
  }
  read_tar(path, [&](const std::string& name, std::vector<uint8_t> bytes) {
    if (!is_picture_name(name)) return;
    entries_.push_back({plain_name(name), container, 0, bytes.size(), std::move(bytes)});
  });
}

std::vector<uint8_t> PictureFiles::bytes_of(const Entry& entry) const {
  const Container& container = containers_[entry.container];
  if (container.is_folder) return read_file(container.path / entry.name, kMostBytes);
  if (!entry.bytes.empty()) return entry.bytes;
  check(entry.num_bytes <= kMostBytes, entry.name, " has ", entry.num_bytes,
        " bytes, expected at most ", kMostBytes);
  check(entry.offset + entry.num_bytes <= fs::file_size(container.path), entry.name,
        " is cut off at the end of ", container.path);
  std::ifstream file(container.path, std::ios::binary);
  std::vector<uint8_t> bytes(entry.num_bytes);
  file.seekg(static_cast<std::streamoff>(entry.offset));
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  check(bool(file), "cannot read ", entry.name, " in ", container.path);
  return bytes;
}

Picture PictureFiles::read(int64_t index, const ReadOptions& options) const {
  const Entry& entry = entries_[index];
  return decode_picture(bytes_of(entry), entry.name, options);
}

}  // namespace kintsugi::data
