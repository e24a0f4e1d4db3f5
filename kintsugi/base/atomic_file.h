#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace kintsugi {

/// The whole content of a file. Errors: missing, a directory, unreadable, larger than `max_bytes`.
std::vector<uint8_t> read_file(const std::filesystem::path& path, uint64_t max_bytes = UINT64_MAX);

/// Where a symbolic link points, through any number of links; any other path as it is. What it
/// points to need not exist. Errors: links that go round in a circle.
std::filesystem::path link_target(const std::filesystem::path& path);

/// A file that appears under its name only when it is complete. Data goes to a hidden temporary
/// file beside `path`; `commit` renames it. Without `commit` nothing is left behind and an older
/// file of that name stays as it was. A symbolic link stays one: the file is written where it
/// points.
class AtomicFile {
 public:
  /// Errors: the folder does not exist or cannot be written, `path` is a directory, links that go
  /// round in a circle.
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Where to write, for libraries that want a file name.
  const std::filesystem::path& temporary() const { return temporary_; }

  /// Appends `bytes` to the temporary file. Errors: disk full.
  void write(std::span<const uint8_t> bytes);

  /// Writes `bytes` over what stands at `offset`; `write` goes on where it was.
  void write_at(uint64_t offset, std::span<const uint8_t> bytes);

  /// Flushes and renames onto `path`.
  void commit();

 private:
  std::filesystem::path path_, target_, temporary_;
  int descriptor_ = -1;
};

/// Writes `bytes` to `path` through an AtomicFile.
void write_file(const std::filesystem::path& path, std::span<const uint8_t> bytes);

/// Removes the temporary files of every AtomicFile that is open, and lets none be opened any more:
/// the process must end now. Async-signal-safe: for handlers of SIGINT and SIGTERM.
void remove_temporary_files() noexcept;

}  // namespace kintsugi
