#include "kintsugi/eval/pictures.h"

#include <algorithm>
#include <sstream>
#include <vector>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/base/error.h"
#include "kintsugi/engine/model_pixels.h"
#include "kintsugi/image/archive.h"

namespace kintsugi::eval {
namespace {

namespace fs = std::filesystem;
using Visit = std::function<bool(const PictureSource::Item&)>;

/// Files on the disk: those of a folder, or those that a list names.
class FilePictures : public PictureSource {
 public:
  struct File {
    std::string name;
    fs::path path;
  };
  explicit FilePictures(std::vector<File> files) : files_(std::move(files)) {}

  void each(const Visit& visit) const override {
    for (const File& file : files_) {
      if (!visit({file.name, [path = file.path] { return read_picture(path); }})) return;
    }
  }

 private:
  std::vector<File> files_;
};

class TarPictures : public PictureSource {
 public:
  explicit TarPictures(fs::path path) : path_(std::move(path)) {}

  void each(const Visit& visit) const override {
    struct Enough {};
    try {
      read_tar(path_, [&](const std::string& name, std::vector<uint8_t> bytes) {
        if (!format_of_name(name)) return;
        const auto kept = std::make_shared<const std::vector<uint8_t>>(std::move(bytes));
        if (!visit({name, [kept, name] { return decode_picture(*kept, name); }})) throw Enough();
      });
    } catch (const Enough&) {
    }
  }

 private:
  fs::path path_;
};

std::vector<FilePictures::File> files_below(const fs::path& folder) {
  std::vector<FilePictures::File> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || !format_of_name(entry.path())) continue;
    files.push_back({entry.path().lexically_relative(folder).string(), entry.path()});
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

std::vector<FilePictures::File> files_of_list(const fs::path& list) {
  const std::vector<uint8_t> bytes = read_file(list);
  std::istringstream in(std::string(bytes.begin(), bytes.end()));
  std::vector<FilePictures::File> files;
  for (std::string line; std::getline(in, line);) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (!line.empty() && line[0] != '#') files.push_back({line, list.parent_path() / line});
  }
  return files;
}

/// RGB with 8 bits of a row of T, which may be grey.
template <class T>
void to_rgb(const T* from, int channels, int width, uint8_t* to) {
  for (int x = 0; x < width; ++x, from += channels)
    for (int c = 0; c < 3; ++c, ++to) {
      const int value = from[channels >= 3 ? c : 0];
      *to = static_cast<uint8_t>(sizeof(T) == 1 ? value : (value + 128) / 257);
    }
}

Image rgb8(const Image& image) {
  if (image.channels() == 3 && image.bits() == 8) return image;
  Image result(image.size(), 3);
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < image.height(); ++y)
      to_rgb(image.row<T>(y), image.channels(), image.width(), result.row<uint8_t>(y));
  });
  return result;
}

}  // namespace

std::unique_ptr<PictureSource> open_pictures(const fs::path& path) {
  check(fs::exists(path), "cannot open ", path, ": no such file or folder");
  if (fs::is_directory(path)) return std::make_unique<FilePictures>(files_below(path));
  const std::string extension = path.extension();
  if (extension == ".txt" || extension == ".list")
    return std::make_unique<FilePictures>(files_of_list(path));
  return std::make_unique<TarPictures>(path);
}

std::string stem_of(const std::string& picture) {
  std::string stem = fs::path(picture).replace_extension().string();
  std::replace(stem.begin(), stem.end(), '/', '_');
  return stem;
}

Image prepared(const Image& image, int size_px) {
  const Image rgb = rgb8(image);
  if (size_px == 0) return rgb;
  const int shorter = std::min(rgb.height(), rgb.width());
  const auto scaled = [&](int side) {
    return static_cast<int>((2LL * side * size_px + shorter) / (2LL * shorter));  // rounded
  };
  const Image fitted = engine::resized(rgb, {scaled(rgb.height()), scaled(rgb.width())});
  const int top = (fitted.height() - size_px) / 2, left = (fitted.width() - size_px) / 2;
  return fitted.crop({top, left, top + size_px, left + size_px});
}

}  // namespace kintsugi::eval
