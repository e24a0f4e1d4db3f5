#include "kintsugi/train/picture_set.h"

#include <algorithm>
#include <filesystem>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/base/error.h"
#include "kintsugi/image/archive.h"
#include "kintsugi/image/picture.h"

namespace kintsugi::train {
namespace {

namespace fs = std::filesystem;

// FNV-1a, mixed so that names that differ in the last letter fall anywhere. In [0, 1).
double place_of(const std::string& name) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (const unsigned char byte : name) hash = (hash ^ byte) * 0x100000001B3u;
  return static_cast<double>(mix_bits(hash) >> 11) * 0x1p-53;
}

using Visit = std::function<void(const std::string& name, std::vector<uint8_t> bytes)>;

void visit_source(const std::string& source, const Visit& visit) {
  if (!fs::is_directory(source)) return read_tar(source, visit);
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(source)) {
    if (entry.is_regular_file() && format_of_name(entry.path())) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) visit(path.filename(), read_file(path));
}

}  // namespace

PictureSet::PictureSet(const std::vector<std::string>& sources, const recipe::Recipe& recipe,
                       const PictureSetOptions& options)
    : transform_{static_cast<int>(recipe.input.size), recipe.data} {
  for (const std::string& source : sources) {
    visit_source(source, [&](const std::string& name, std::vector<uint8_t> bytes) {
      try {
        const Picture picture = decode_picture(std::move(bytes), name);
        pictures_.push_back({name, prepared(picture.image, transform_)});
      } catch (const Error& error) {
        ++num_skipped_;
        if (options.skipped) options.skipped(name, error.what());
      }
    });
  }
  std::array<double, 3> sums = {};
  double num_pixels = 0;
  for (size_t i = 0; i < pictures_.size(); ++i) {
    if (place_of(pictures_[i].name) < recipe.data.validation_share) {
      validation_.push_back(static_cast<int64_t>(i));
      continue;
    }
    training_.push_back(static_cast<int64_t>(i));
    const Image& image = pictures_[i].image;
    for (int64_t k = 0; k < image.size().area(); ++k) {
      for (int c = 0; c < 3; ++c) sums[c] += image.row<uint8_t>(0)[3 * k + c];
    }
    num_pixels += static_cast<double>(image.size().area());
  }
  check(!training_.empty(), "there are no pictures to train on");
  if (validation_.empty()) validation_ = training_;
  for (int c = 0; c < 3; ++c) mean_colour_[c] = sums[c] / num_pixels / 255;
}

}  // namespace kintsugi::train
