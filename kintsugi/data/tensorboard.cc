#include "kintsugi/data/tensorboard.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>

#include "kintsugi/error.h"

namespace kintsugi::data {

namespace {

// Protocol buffers' wire format: a field is its number and kind, then the value.

std::string varint(uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(0x80 | (value & 0x7F));
  return bytes + static_cast<char>(value);
}

template <class T>
std::string fixed(T value) {  // little endian, as the machine is
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

enum Kind : uint64_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

std::string key(int field, Kind kind) { return varint(static_cast<uint64_t>(field) << 3 | kind); }
std::string integer(int field, int64_t value) {
  return key(field, kVarint) + varint(static_cast<uint64_t>(value));
}
std::string text(int field, std::string_view value) {
  return key(field, kBytes) + varint(value.size()) + std::string(value);
}

// Fields of Event, Summary.Value and Summary.Image.
constexpr int kWallTime = 1, kStep = 2, kFileVersion = 3, kSummary = 5, kSessionLog = 7;
constexpr int kSummaryValue = 1, kTag = 1, kSimpleValue = 2, kImage = 4;
constexpr int kHeight = 1, kWidth = 2, kColorspace = 3, kEncoded = 4;
constexpr int64_t kRgb = 3, kSessionStart = 1;

double now() {
  const auto time = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(time).count();
}

std::array<uint32_t, 256> crc_table() {
  std::array<uint32_t, 256> table;
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0x82F63B78u : 0);
    table[byte] = crc;
  }
  return table;
}

/// As TFRecords store it, so that a checksum of a checksum is not trivial.
uint32_t masked_crc(std::string_view bytes) {
  const uint32_t crc = crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + 0xA282EAD8u;
}

}  // namespace

uint32_t crc32c(std::string_view bytes) {
  static const std::array<uint32_t, 256> table = crc_table();
  uint32_t crc = ~0u;
  for (const char byte : bytes) crc = (crc >> 8) ^ table[(crc ^ static_cast<uint8_t>(byte)) & 0xFF];
  return ~crc;
}

EventFile::EventFile(const std::filesystem::path& folder, int64_t first_step) {
  const auto time = std::to_string(static_cast<int64_t>(now() * 1e6));
  path_ = folder / ("events.out.tfevents." + time + "." + std::to_string(getpid()) + ".kintsugi");
  file_.open(path_, std::ios::binary);
  check(bool(file_), "cannot write ", path_.string());
  write(0, kFileVersion, "brain.Event:2");
  write(first_step, kSessionLog, integer(1, kSessionStart));
}

void EventFile::write(int64_t step, int field, const std::string& message) {
  const std::string event =
      key(kWallTime, kFixed64) + fixed(now()) + integer(kStep, step) + text(field, message);
  const std::string length = fixed<uint64_t>(event.size());
  file_ << length << fixed(masked_crc(length)) << event << fixed(masked_crc(event));
}

void EventFile::scalar(int64_t step, const std::string& tag, double value) {
  const std::string number = key(kSimpleValue, kFixed32) + fixed(static_cast<float>(value));
  write(step, kSummary, text(kSummaryValue, text(kTag, tag) + number));
}

void EventFile::picture(int64_t step, const std::string& tag, int height, int width,
                        std::span<const uint8_t> png) {
  const std::string_view bytes(reinterpret_cast<const char*>(png.data()), png.size());
  const std::string image = integer(kHeight, height) + integer(kWidth, width) +
                            integer(kColorspace, kRgb) + text(kEncoded, bytes);
  write(step, kSummary, text(kSummaryValue, text(kTag, tag) + text(kImage, image)));
}

void EventFile::flush() {
  file_.flush();
  check(bool(file_), "cannot write ", path_.string(), ": is the disk full?");
}

}  // namespace kintsugi::data
