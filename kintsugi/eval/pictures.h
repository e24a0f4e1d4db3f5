#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "kintsugi/picture.h"

namespace kintsugi::eval {

/// Where pictures come from. A new kind of source is one more class and a line in open_pictures.
class PictureSource {
 public:
  /// A picture by its name; `load` reads it, and throws an Error where it cannot be read. An item
  /// may be kept after the visit.
  struct Item {
    std::string name;
    std::function<Picture()> load;
  };

  virtual ~PictureSource() = default;

  /// Calls visit(item) for one picture after the other, in the same order each time, until it says
  /// false. One picture file is in memory at a time.
  virtual void each(const std::function<bool(const Item& item)>& visit) const = 0;
};

/// A folder with all folders below it (in the order of the names), a tar archive (in its own
/// order), a pattern of such (data/picture_files.h), a packed set, or a list (.txt or .list: a
/// file a line, relative to the list, # before comments). Errors: missing, no picture in it.
std::unique_ptr<PictureSource> open_pictures(const std::filesystem::path& path);

/// A picture's name as that of files about it, without extension: "a/b.jpg" -> "a_b".
std::string stem_of(const std::string& picture);

/// The picture as methods are measured on it: RGB with 8 bits; where `size_px` is not 0, the
/// largest square in the middle, scaled to size_px.
Image prepared(const Image& image, int size_px);

}  // namespace kintsugi::eval
