#include "kintsugi/eval/pictures.h"

#include <algorithm>
#include <sstream>
#include <vector>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/data/picture_files.h"
#include "kintsugi/error.h"
#include "kintsugi/image/packed_pictures.h"
#include "kintsugi/image/resample.h"

namespace kintsugi::eval {
namespace {

namespace fs = std::filesystem;
using Visit = std::function<bool(const PictureSource::Item&)>;

/// A folder or a tar archive.
class FilePictures : public PictureSource {
 public:
  explicit FilePictures(const fs::path& path)
      : files_(std::make_shared<const data::PictureFiles>(std::vector<std::string>{path})) {}

  void each(const Visit& visit) const override {
    for (int64_t i = 0; i < files_->size(); ++i) {
      if (!visit({files_->name(i), [files = files_, i] { return files->read(i); }})) return;
    }
  }

 private:
  std::shared_ptr<const data::PictureFiles> files_;
};

/// A file of `kintsugi pack`.
class PackedSource : public PictureSource {
 public:
  explicit PackedSource(const fs::path& path)
      : pictures_(std::make_shared<const PackedPictures>(path)) {}

  void each(const Visit& visit) const override {
    for (int64_t i = 0; i < pictures_->size(); ++i) {
      const auto load = [pictures = pictures_, i] { return Picture{.image = pictures->image(i)}; };
      if (!visit({pictures_->name(i), load})) return;
    }
  }

 private:
  std::shared_ptr<const PackedPictures> pictures_;
};

/// The files that a list names, a line each.
class ListedPictures : public PictureSource {
 public:
  explicit ListedPictures(const fs::path& list) : folder_(list.parent_path()) {
    const std::vector<uint8_t> bytes = read_file(list);
    std::istringstream in(std::string(bytes.begin(), bytes.end()));
    for (std::string line; std::getline(in, line);) {
      while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
      if (!line.empty() && line[0] != '#') names_.push_back(line);
    }
  }

  void each(const Visit& visit) const override {
    for (const std::string& name : names_) {
      if (!visit({name, [path = folder_ / name] { return read_picture(path); }})) return;
    }
  }

 private:
  fs::path folder_;
  std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<PictureSource> open_pictures(const fs::path& path) {
  check(fs::exists(path), "cannot open ", path, ": no such file or folder");
  const std::string extension = path.extension();
  if (extension == ".txt" || extension == ".list") return std::make_unique<ListedPictures>(path);
  if (is_packed(path)) return std::make_unique<PackedSource>(path);
  return std::make_unique<FilePictures>(path);
}

std::string stem_of(const std::string& picture) {
  std::string stem = fs::path(picture).replace_extension().string();
  std::replace(stem.begin(), stem.end(), '/', '_');
  return stem;
}

Image prepared(const Image& image, int size_px) {
  const Image rgb = as_rgb8(image);
  return size_px == 0 ? rgb : resampled(middle_square(rgb), {size_px, size_px});
}

}  // namespace kintsugi::eval
