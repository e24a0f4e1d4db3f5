#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "kintsugi/base/progress_line.h"
#include "kintsugi/data/picture_files.h"
#include "kintsugi/words.h"

namespace kintsugi::data {

/// How a picture becomes a square.
enum class PackCrop { kCentre, kSquash };
constexpr auto words(PackCrop) {
  return std::to_array<Word<PackCrop>>(
      {{PackCrop::kCentre, "centre"}, {PackCrop::kSquash, "squash"}});
}

struct PackOptions {
  int size = 256;
  PackCrop crop = PackCrop::kCentre;
  int threads = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("size", o.size, "side of the squares, pixels");
    field("crop", o.crop, "centre: the square in the middle; squash: all of the picture");
    field("threads", o.threads, "that decode; 0 = one per core");
  }
};

struct PackResult {
  int64_t num_pictures = 0, num_skipped = 0;
  std::array<double, 3> mean_colour = {};  ///< red, green, blue in [0, 1]
};

/// Decodes `files`, makes squares of them and writes them to `path` as PackedPictures, in their
/// order. Some hundred squares are in memory at a time. Files that are no usable pictures are left
/// out; `skipped` (may be null) is told, in order.
/// Errors: options out of range, no usable picture, disk full.
PackResult pack_pictures(
    const PictureFiles& files, const std::filesystem::path& path, const PackOptions& options,
    const std::function<void(const std::string& name, const std::string& reason)>& skipped,
    const OnCount& progress);

}  // namespace kintsugi::data
