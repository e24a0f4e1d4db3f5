#pragma once

#include <filesystem>
#include <string>
#include <vector>

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
class SamplePictures : public PictureSource {
 public:
  explicit SamplePictures(std::vector<std::pair<std::string, Image>> pictures)
      : pictures_(std::move(pictures)) {}
  void each(const std::function<bool(const Item&)>& visit) const override {
    for (const auto& [name, image] : pictures_) {
      const auto load = [&image = image] {
        check(!image.empty(), "is no picture");
        return Picture{.image = image};
      };
      if (!visit({name, load})) return;
    }
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
