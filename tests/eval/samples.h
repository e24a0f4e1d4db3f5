#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kintsugi/data/picture_source.h"
#include "kintsugi/error.h"
#include "kintsugi/eval/pairs.h"

namespace kintsugi::eval {

/// An RGB picture of waves; another `seed`, another picture.
inline Image waves(Size size, int seed = 0) {
  Image image(size, 3);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < 3; ++c) image.set(y, x, c, (seed * 37 + 3 * x * (c + 1) + 5 * y) % 250);
  return image;
}

/// A box of hole.
inline Mask box_mask(Size size, const Box& hole) {
  Mask mask(size);
  for (int y = hole.top; y < hole.bottom; ++y)
    for (int x = hole.left; x < hole.right; ++x) mask.row(y)[x] = 1;
  return mask;
}

/// Pictures in memory; those without pixels cannot be read.
class SamplePictures : public data::PictureSource {
 public:
  explicit SamplePictures(std::vector<std::pair<std::string, Image>> pictures)
      : pictures_(std::move(pictures)) {}
  int64_t size() const override { return static_cast<int64_t>(pictures_.size()); }
  const std::string& name(int64_t index) const override { return pictures_[index].first; }
  Picture read(int64_t index) const override {
    check(!pictures_[index].second.empty(), "is no picture");
    return {.image = pictures_[index].second};
  }

 private:
  std::vector<std::pair<std::string, Image>> pictures_;
};

/// A folder of its own that goes at the end.
class SampleFolder {
 public:
  explicit SampleFolder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("kintsugi_" + name)) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~SampleFolder() { std::filesystem::remove_all(path_); }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace kintsugi::eval
