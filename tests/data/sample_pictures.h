#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "kintsugi/data/picture_set.h"
#include "kintsugi/picture.h"

namespace kintsugi::data {

/// Squares of 8 pixels, batches of 4, a square hole, nothing random in the pictures.
inline recipe::Recipe small_recipe() {
  recipe::Recipe recipe;
  recipe.input.size = 8;
  recipe.training.batch = 4;
  recipe.training.seed = 7;
  recipe.holes = {{.painter = HoleKind::kBlocks}};
  recipe.data = {.crop = recipe::Crop::kCentre, .flip = 0, .validation_share = 0};
  return recipe;
}

/// One colour all over: `red` says which picture it is.
inline Image plain_image(Size size, int red) {
  Image image(size, 3);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      image.set(y, x, 0, red);
      image.set(y, x, 1, 10 * y % 256);
      image.set(y, x, 2, 10 * x % 256);
    }
  }
  return image;
}

/// A new folder with pictures 0.png, 1.png, …: red is the number. It is removed in the end.
class SampleFolder {
 public:
  explicit SampleFolder(int num_pictures, Size size = {8, 8}) {
    std::string name = std::filesystem::temp_directory_path() / "kintsugi_train.XXXXXX";
    if (!mkdtemp(name.data())) throw std::runtime_error("cannot make a temporary folder");
    path_ = name;
    for (int i = 0; i < num_pictures; ++i) {
      Picture picture;
      picture.image = plain_image(size, i);
      write_picture(path_ / (std::to_string(i) + ".png"), picture);
    }
  }
  ~SampleFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  SampleFolder(const SampleFolder&) = delete;
  SampleFolder& operator=(const SampleFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ / name; }

  std::shared_ptr<const PictureSet> open(const recipe::Recipe& recipe,
                                         const PictureSetOptions& options = {}) const {
    return std::make_shared<const PictureSet>(std::vector<std::string>{path_.string()}, recipe,
                                              options);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace kintsugi::data
