#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kintsugi/image.h"

namespace kintsugi::data {

/// Where pictures come from. Threads may share one.
class Source {
 public:
  virtual ~Source() = default;
  virtual int64_t size() const = 0;
  virtual const std::string& name(int64_t index) const = 0;
  /// Of any size, channels and bits. Errors: it is no picture, or can no longer be read.
  virtual Image image(int64_t index) const = 0;
  /// The side of the pictures where all are squares in memory or nearly so (a packed file), else 0.
  virtual int side() const { return 0; }
};

/// Opens sources of pictures: packed files (by their ending, .safetensors), folders and tar archives
/// (picture_files.h); all but folders also by patterns. Errors: a source that cannot be read;
/// without the image libraries (KINTSUGI_RUNTIME=OFF) whatever is no packed file.
std::vector<std::unique_ptr<Source>> open_sources(const std::vector<std::string>& sources);

}  // namespace kintsugi::data
