#include "kintsugi/image/picture_files.h"
#include "kintsugi/train/sources.h"

namespace kintsugi::train {
namespace {

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

std::unique_ptr<Source> open_files(const std::string& source) {
  return std::make_unique<FileSource>(source);
}

}  // namespace kintsugi::train
