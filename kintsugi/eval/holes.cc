#include "kintsugi/eval/holes.h"

#include <map>
#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/eval/pictures.h"

namespace kintsugi::eval {
namespace {

namespace fs = std::filesystem;

class PaintedHoles : public HoleSource {
 public:
  PaintedHoles(std::unique_ptr<Painter> painter, uint64_t seed)
      : painter_(std::move(painter)), seed_(seed) {}

  Mask hole(const std::string&, int index, const PictureFrame& frame,
            std::vector<std::string>&) const override {
    Random random(seed_, static_cast<uint64_t>(index));
    return painter_->paint(frame.size, random);
  }

 private:
  std::unique_ptr<Painter> painter_;
  uint64_t seed_;
};

class ReadHoles : public HoleSource {
 public:
  ReadHoles(const fs::path& path, MaskOptions options) : options_(std::move(options)) {
    open_pictures(path)->each([&](const PictureSource::Item& item) {
      by_stem_.emplace(stem_of(item.name), items_.size());
      items_.push_back(item);
      return true;
    });
    check(!items_.empty(), "there is no mask in ", path);
  }

  Mask hole(const std::string& picture, int index, const PictureFrame& frame,
            std::vector<std::string>& warnings) const override {
    const auto own = by_stem_.find(stem_of(picture));
    const size_t number = own != by_stem_.end() ? own->second : index % items_.size();
    const Picture mask = items_[number].load();
    try {
      ReadMask hole = mask_from_picture(mask, frame, options_);
      warnings.insert(warnings.end(), hole.warnings.begin(), hole.warnings.end());
      return hole;
    } catch (const Error& error) {
      throw Error(items_[number].name + ": " + error.what());
    }
  }

 private:
  MaskOptions options_;
  std::vector<PictureSource::Item> items_;
  std::map<std::string, size_t> by_stem_;
};

}  // namespace

std::unique_ptr<HoleSource> painted_holes(std::unique_ptr<Painter> painter, uint64_t seed) {
  return std::make_unique<PaintedHoles>(std::move(painter), seed);
}

std::unique_ptr<HoleSource> read_holes(const fs::path& path, MaskOptions options) {
  return std::make_unique<ReadHoles>(path, std::move(options));
}

}  // namespace kintsugi::eval
