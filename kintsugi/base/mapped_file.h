#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace kintsugi {

/// The bytes of a file without reading them: the system loads those that are looked at, and may let
/// them go again. Valid as long as `data` or a copy of it lives. Nobody may shorten the file
/// meanwhile; replacing it by another of its name, as AtomicFile does, is harmless.
struct MappedFile {
  std::shared_ptr<const uint8_t> data;
  size_t num_bytes = 0;

  std::span<const uint8_t> bytes() const { return {data.get(), num_bytes}; }
};

/// Errors: missing, no regular file, one that cannot be mapped.
MappedFile map_file(const std::filesystem::path& path);

}  // namespace kintsugi
