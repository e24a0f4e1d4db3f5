#include "kintsugi/eval/holes.h"

#include <map>
#include <utility>

#include "kintsugi/data/picture_source.h"
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
  ReadHoles(const fs::path& path, MaskOptions options)
      : options_(std::move(options)), masks_(data::open_pictures(path)) {
    check(masks_->size() > 0, "there is no mask in ", path);
    for (int64_t i = 0; i < masks_->size(); ++i) by_stem_.emplace(stem_of(masks_->name(i)), i);
  }

  Mask hole(const std::string& picture, int index, const PictureFrame& frame,
            std::vector<std::string>& warnings) const override {
    const auto own = by_stem_.find(stem_of(picture));
    const int64_t number = own != by_stem_.end() ? own->second : index % masks_->size();
    const Picture mask = masks_->read(number);
    try {
      ReadMask hole = mask_from_picture(mask, frame, options_);
      warnings.insert(warnings.end(), hole.warnings.begin(), hole.warnings.end());
      return hole;
    } catch (const Error& error) {
      throw Error(masks_->name(number) + ": " + error.what());
    }
  }

 private:
  MaskOptions options_;
  std::unique_ptr<data::PictureSource> masks_;
  std::map<std::string, int64_t> by_stem_;
};

}  // namespace

std::unique_ptr<HoleSource> painted_holes(std::unique_ptr<Painter> painter, uint64_t seed) {
  return std::make_unique<PaintedHoles>(std::move(painter), seed);
}

std::unique_ptr<HoleSource> read_holes(const fs::path& path, MaskOptions options) {
  return std::make_unique<ReadHoles>(path, std::move(options));
}

}  // namespace kintsugi::eval
