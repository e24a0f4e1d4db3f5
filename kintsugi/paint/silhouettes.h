#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kintsugi/base/random.h"
#include "kintsugi/mask.h"

namespace kintsugi {

/// The outline of an object, cut to its bounds; a bit a pixel, as banks hold thousands.
class Silhouette {
 public:
  /// Of the holes of `mask`, of which there must be one.
  explicit Silhouette(const Mask& mask);

  Size size() const { return size_; }
  long long num_pixels() const { return num_pixels_; }
  /// The shape stretched to `size`, smoothly, 1 = object; never empty. In integers.
  Mask scaled(Size size) const;

 private:
  int at(int y, int x) const { return is_object_[size_t{1} * y * size_.width + x]; }

  Size size_;
  long long num_pixels_ = 0;
  std::vector<bool> is_object_;
};

/// A bank of silhouettes: a folder of pictures, a tar archive of them or a packed file (`kintsugi
/// pack`), white (the upper half of the range) is the object. All files are read at once, but each
/// is decoded when it is first picked, and kept. Files that are no picture or show no object are
/// skipped and counted. Threads may share a bank; it cannot be copied.
class SilhouetteBank {
 public:
  /// Errors: missing, neither folder nor archive, no usable picture at all.
  explicit SilhouetteBank(const std::filesystem::path& path);

  /// Number of files.
  int size() const { return static_cast<int>(entries_.size()); }
  /// The silhouette of a file, in the order of the names; null when the file cannot be used.
  const Silhouette* shape(int index) const;
  /// One at random, each equally likely as long as most files can be used.
  const Silhouette& pick(Random& random) const;
  /// Files that were skipped so far.
  int num_skipped() const { return num_skipped_; }

 private:
  void add_files(const std::filesystem::path& path);
  void add_packed(const std::filesystem::path& path);

  struct Entry {
    std::string name;
    std::vector<uint8_t> bytes;  // until it is decoded
    std::once_flag is_decoded;
    std::optional<Silhouette> shape;
  };

  std::string name_;
  mutable std::deque<Entry> entries_;
  mutable std::atomic<int> num_skipped_ = 0;
};

}  // namespace kintsugi
