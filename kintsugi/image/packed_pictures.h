#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/base/tensor.h"
#include "kintsugi/image.h"

namespace kintsugi {

/// A packed set of pictures (`kintsugi pack`): a .safetensors file that is mapped, not read. It
/// needs no image library. Threads may share it.
///   tensor "pictures"  u8 [N, 3, S, S]  RGB
///   metadata           "format": "kintsugi-pictures", "version": "1", "names" and "mean_colour" as
///                      JSON, "crop"
class PackedPictures {
 public:
  /// Errors: missing, no packed set, a version that is not known.
  explicit PackedPictures(const std::filesystem::path& path);

  int64_t size() const { return static_cast<int64_t>(names_.size()); }
  /// S: height and width of every picture.
  int side() const { return side_; }
  /// Its file's, before it was packed.
  const std::string& name(int64_t index) const { return names_[index]; }
  /// RGB, 8 bits.
  Image image(int64_t index) const;
  /// Mean of red, green and blue over all pictures, in [0, 1].
  const std::array<double, 3>& mean_colour() const { return mean_colour_; }

 private:
  Tensor pictures_;
  int side_ = 0;
  std::vector<std::string> names_;
  std::array<double, 3> mean_colour_ = {};
};

/// Whether a source is to be read as PackedPictures: its name ends in .safetensors.
bool is_packed(const std::filesystem::path& path);

/// Writes a packed set picture by picture; the file appears when it is complete.
class PackedWriter {
 public:
  struct Options {
    int side = 0;      ///< of every picture
    std::string crop;  ///< how they were made square, for the metadata
  };
  /// `names`: of all pictures that may come; each needs room in the file's header. Errors: the file
  /// cannot be written, more names than a header may hold (some millions).
  PackedWriter(const std::filesystem::path& path, const std::vector<std::string>& names,
               const Options& options);

  /// Appends one. Errors: another size than `side`, not RGB of 8 bits, disk full.
  void add(const std::string& name, const Image& image);

  /// Ends the file. Errors: no picture was added, disk full.
  void commit();

  /// Of the pictures added so far, in [0, 1].
  std::array<double, 3> mean_colour() const;

 private:
  std::string header() const;

  AtomicFile file_;
  Options options_;
  size_t header_bytes_;  // with the eight bytes of its length
  std::vector<std::string> names_;
  std::array<uint64_t, 3> sums_ = {};
};

}  // namespace kintsugi
