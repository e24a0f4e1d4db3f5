#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/picture.h"

namespace kintsugi::data {

/// Where training and evaluation get pictures from. A new kind of source is one more class and a
/// line in open_sources. Threads may share one.
class PictureSource {
 public:
  virtual ~PictureSource() = default;

  virtual int64_t size() const = 0;
  /// The picture's path inside its folder, archive or list: "00001.jpg".
  virtual const std::string& name(int64_t index) const = 0;
  /// Of any size, channels and bits. Errors: it is no picture, or can no longer be read.
  virtual Picture read(int64_t index) const = 0;
  /// The side of the pictures where all are squares in memory or nearly so (a packed file), else 0.
  virtual int side() const { return 0; }
};

using PictureSources = std::vector<std::unique_ptr<PictureSource>>;

/// Opens folders with all folders below them (in the order of the names), tar archives (in their
/// own order), packed files (.safetensors), lists (.txt or .list: a file a line, relative to the
/// list, # before comments), and patterns of such (data/picture_files.h). Errors: no sources; one
/// that is missing, cannot be read or holds no picture; without the image libraries
/// (KINTSUGI_RUNTIME=OFF) whatever is no packed file.
PictureSources open_sources(const std::vector<std::string>& sources);

/// A picture of one of several sources.
struct SourcePicture {
  size_t source = 0;
  int64_t index = 0;
};

/// All pictures of the sources, in their order.
std::vector<SourcePicture> pictures_of(const PictureSources& sources);

/// These pictures of the sources as one.
std::unique_ptr<PictureSource> joined(PictureSources sources, std::vector<SourcePicture> pictures);

/// All pictures of what one path or pattern names.
std::unique_ptr<PictureSource> open_pictures(const std::string& source);

}  // namespace kintsugi::data
