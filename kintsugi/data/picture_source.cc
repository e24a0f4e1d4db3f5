#include "kintsugi/data/picture_source.h"

#include <filesystem>
#include <sstream>
#include <utility>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/base/paths.h"
#include "kintsugi/data/picture_files.h"
#include "kintsugi/error.h"
#include "kintsugi/image/packed_pictures.h"

namespace kintsugi::data {
namespace {

namespace fs = std::filesystem;

/// A file of `kintsugi pack`.
class PackedSource : public PictureSource {
 public:
  explicit PackedSource(const fs::path& path) : pictures_(path) {}
  int64_t size() const override { return pictures_.size(); }
  const std::string& name(int64_t index) const override { return pictures_.name(index); }
  Picture read(int64_t index) const override { return {.image = pictures_.image(index)}; }
  int side() const override { return pictures_.side(); }

 private:
  PackedPictures pictures_;
};

/// Folders and tar archives.
class FileSource : public PictureSource {
 public:
  explicit FileSource(const std::string& source) : files_({source}) {}
  int64_t size() const override { return files_.size(); }
  const std::string& name(int64_t index) const override { return files_.name(index); }
  Picture read(int64_t index) const override { return files_.read(index); }

 private:
  PictureFiles files_;
};

/// The files that a list names, a line each.
class ListSource : public PictureSource {
 public:
  explicit ListSource(const fs::path& list) : folder_(list.parent_path()) {
    const std::vector<uint8_t> bytes = read_file(list);
    std::istringstream in(std::string(bytes.begin(), bytes.end()));
    for (std::string line; std::getline(in, line);) {
      while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
      if (!line.empty() && line[0] != '#') names_.push_back(line);
    }
  }
  int64_t size() const override { return static_cast<int64_t>(names_.size()); }
  const std::string& name(int64_t index) const override { return names_[index]; }
  Picture read(int64_t index) const override { return read_picture(folder_ / names_[index]); }

 private:
  fs::path folder_;
  std::vector<std::string> names_;
};

class JoinedSource : public PictureSource {
 public:
  JoinedSource(PictureSources sources, std::vector<SourcePicture> pictures)
      : sources_(std::move(sources)), pictures_(std::move(pictures)) {}
  int64_t size() const override { return static_cast<int64_t>(pictures_.size()); }
  const std::string& name(int64_t index) const override {
    return sources_[pictures_[index].source]->name(pictures_[index].index);
  }
  Picture read(int64_t index) const override {
    return sources_[pictures_[index].source]->read(pictures_[index].index);
  }

 private:
  PictureSources sources_;
  std::vector<SourcePicture> pictures_;
};

bool is_list(const fs::path& path) {
  return (path.extension() == ".txt" || path.extension() == ".list") && !fs::is_directory(path);
}

}  // namespace

PictureSources open_sources(const std::vector<std::string>& sources) {
  check(!sources.empty(), "data names no source of pictures");
  PictureSources opened;
  for (const std::string& source : sources) {
    if (!is_packed(source)) require_codecs(source);
    if (!is_packed(source) && !is_list(source)) {
      opened.push_back(std::make_unique<FileSource>(source));
      continue;
    }
    for (const fs::path& path : expanded(source)) {
      is_list(path) ? opened.push_back(std::make_unique<ListSource>(path))
                    : opened.push_back(std::make_unique<PackedSource>(path));
    }
  }
  return opened;
}

std::vector<SourcePicture> pictures_of(const PictureSources& sources) {
  std::vector<SourcePicture> pictures;
  for (size_t s = 0; s < sources.size(); ++s) {
    for (int64_t i = 0; i < sources[s]->size(); ++i) pictures.push_back({s, i});
  }
  return pictures;
}

std::unique_ptr<PictureSource> joined(PictureSources sources, std::vector<SourcePicture> pictures) {
  return std::make_unique<JoinedSource>(std::move(sources), std::move(pictures));
}

std::unique_ptr<PictureSource> open_pictures(const std::string& source) {
  const bool is_pattern = source.find_first_of("*?[") != source.npos;
  check(is_pattern || fs::exists(source), "cannot open ", fs::path(source),
        ": no such file or folder");
  PictureSources opened = open_sources({source});
  if (opened.size() == 1) return std::move(opened[0]);
  std::vector<SourcePicture> all = pictures_of(opened);
  return joined(std::move(opened), std::move(all));
}

}  // namespace kintsugi::data
