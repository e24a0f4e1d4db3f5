#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kintsugi {

struct ArchiveLimits {
  uint64_t max_file_bytes = uint64_t{256} << 20;   ///< of one file in the archive, unpacked
  uint64_t max_total_bytes = uint64_t{256} << 30;  ///< of all files together, unpacked
};

/// Calls visit(name, bytes) for every regular file of a tar archive, in the archive's order; the
/// archive may be compressed (gzip, xz, zstd). One file is in memory at a time. What the visitor
/// throws ends the reading and comes through.
///   name   the path inside the archive, as it stands there: never use it to write files
/// Errors: missing, a directory, no tar archive, truncated, a file beyond the limits.
void read_tar(const std::filesystem::path& path,
              const std::function<void(const std::string& name, std::vector<uint8_t> bytes)>& visit,
              const ArchiveLimits& limits = {});

/// Where a regular file lies in a tar archive.
struct TarEntry {
  std::string name;  ///< as for read_tar
  uint64_t offset = 0, num_bytes = 0;
};

/// The regular files of a tar archive, in its order, without reading them: each is `num_bytes` of
/// the archive from `offset` on (fewer where the archive was cut off). Nothing if the archive is
/// compressed or has sparse files: those cannot be jumped into. Errors: as read_tar.
std::optional<std::vector<TarEntry>> index_tar(const std::filesystem::path& path);

}  // namespace kintsugi
