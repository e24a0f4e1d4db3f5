#include "kintsugi/data/sources.h"

#include "kintsugi/base/paths.h"
#include "kintsugi/data/picture_files.h"
#include "kintsugi/error.h"
#include "kintsugi/image/packed_pictures.h"

namespace kintsugi::data {
namespace {

class PackedSource : public Source {
 public:
  explicit PackedSource(const std::filesystem::path& path) : pictures_(path) {}
  int64_t size() const override { return pictures_.size(); }
  const std::string& name(int64_t index) const override { return pictures_.name(index); }
  Image image(int64_t index) const override { return pictures_.image(index); }
  int side() const override { return pictures_.side(); }

 private:
  PackedPictures pictures_;
};

class FileSource : public Source {
 public:
  explicit FileSource(const std::string& source) : files_({source}) {}
  int64_t size() const override { return files_.size(); }
  const std::string& name(int64_t index) const override { return files_.name(index); }
  Image image(int64_t index) const override { return files_.read(index).image; }

 private:
  PictureFiles files_;
};

}  // namespace

std::vector<std::unique_ptr<Source>> open_sources(const std::vector<std::string>& sources) {
  check(!sources.empty(), "data names no source of pictures");
  std::vector<std::unique_ptr<Source>> opened;
  for (const std::string& source : sources) {
    if (!is_packed(source)) {
      require_codecs(source);
      opened.push_back(std::make_unique<FileSource>(source));
      continue;
    }
    for (const std::filesystem::path& path : expanded(source)) {
      opened.push_back(std::make_unique<PackedSource>(path));
    }
  }
  return opened;
}

}  // namespace kintsugi::data
