#include "kintsugi/picture/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

struct Closer {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, Closer>;

std::string reason(const Reader& reader) {
  const char* text = archive_error_string(reader.get());
  return text ? text : "unknown reason";
}

Reader open_tar(const std::filesystem::path& path) {
  check(std::filesystem::exists(path), "cannot open ", path, ": no such file");
  check(!std::filesystem::is_directory(path), path, " is a directory, expected a tar archive");
  Reader reader(archive_read_new());
  archive_read_support_filter_all(reader.get());
  archive_read_support_format_tar(reader.get());
  check(archive_read_open_filename(reader.get(), path.c_str(), 1 << 18) == ARCHIVE_OK,
        "cannot read ", path, " as a tar archive: ", reason(reader));
  return reader;
}

// Goes to the next entry; null at the end.
archive_entry* next_entry(const Reader& reader, const std::filesystem::path& path) {
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(reader.get(), &entry);
  if (status == ARCHIVE_EOF) return nullptr;
  check(status == ARCHIVE_OK || status == ARCHIVE_WARN, "cannot read ", path,
        " as a tar archive: ", reason(reader));
  return entry;
}

std::string name_of(archive_entry* entry) {
  const char* text = archive_entry_pathname(entry);
  if (!text) text = archive_entry_pathname_utf8(entry);  // a locale without its letters
  return text ? text : "";
}

// The rest of the file that the reader stands at. Its size is not believed until it has been read.
std::vector<uint8_t> read_entry(const Reader& reader, const std::string& where,
                                uint64_t max_bytes) {
  std::vector<uint8_t> bytes;
  std::vector<uint8_t> piece(1 << 18);
  while (true) {
    const la_ssize_t got = archive_read_data(reader.get(), piece.data(), piece.size());
    check(got >= 0, "cannot read ", where, ": ", reason(reader));
    if (got == 0) return bytes;
    bytes.insert(bytes.end(), piece.begin(), piece.begin() + got);
    check(bytes.size() <= max_bytes, where, " has more than ", max_bytes,
          " bytes, the most that is allowed");
  }
}

}  // namespace

void read_tar(const std::filesystem::path& path,
              const std::function<void(const std::string& name, std::vector<uint8_t> bytes)>& visit,
              const ArchiveLimits& limits) {
  const Reader reader = open_tar(path);
  uint64_t total = 0;
  while (archive_entry* entry = next_entry(reader, path)) {
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    const std::string name = name_of(entry);
    std::vector<uint8_t> bytes =
        read_entry(reader, path.string() + ": " + name, limits.max_file_bytes);
    total += bytes.size();
    check(total <= limits.max_total_bytes, path, " unpacks to more than ", limits.max_total_bytes,
          " bytes, the most that is allowed");
    visit(name, std::move(bytes));
  }
}

std::optional<std::vector<TarEntry>> index_tar(const std::filesystem::path& path) {
  const Reader reader = open_tar(path);
  std::vector<TarEntry> entries;
  while (archive_entry* entry = next_entry(reader, path)) {
    if (archive_filter_code(reader.get(), 0) != ARCHIVE_FILTER_NONE) return std::nullopt;
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    if (archive_entry_sparse_count(entry) > 0) return std::nullopt;
    const auto offset = static_cast<uint64_t>(archive_filter_bytes(reader.get(), 0));
    const auto num_bytes = static_cast<uint64_t>(archive_entry_size(entry));
    entries.push_back({name_of(entry), offset, num_bytes});
  }
  return entries;
}

}  // namespace kintsugi
