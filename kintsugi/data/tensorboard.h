#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace kintsugi::data {

/// A file of scalars and pictures that TensorBoard shows: TFRecords of Event messages
/// (tensorflow/core/util/event.proto). Each start of a run writes a file of its own; TensorBoard
/// joins those of a folder and drops what the later one repeats.
class EventFile {
 public:
  /// Makes `folder`/events.out.tfevents.<time>.kintsugi. `first_step`: nothing of that step or
  /// later in older files counts any more. Errors: the folder cannot be written.
  EventFile(const std::filesystem::path& folder, int64_t first_step);

  void scalar(int64_t step, const std::string& tag, double value);
  /// A picture as the bytes of a PNG file.
  void picture(int64_t step, const std::string& tag, int height, int width,
               std::span<const uint8_t> png);
  /// Errors: disk full.
  void flush();

 private:
  void write(int64_t step, int field, const std::string& message);

  std::filesystem::path path_;
  std::ofstream file_;
};

/// CRC-32C (Castagnoli), which TFRecords carry: of "123456789" it is 0xE3069283.
uint32_t crc32c(std::string_view bytes);

}  // namespace kintsugi::data
