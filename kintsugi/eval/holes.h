#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/paint/painter.h"
#include "kintsugi/picture.h"

namespace kintsugi::eval {

/// Where the holes come from that pictures are given.
class HoleSource {
 public:
  virtual ~HoleSource() = default;

  /// The hole of a picture.
  ///   picture  its name
  ///   index    its place in its source
  ///   frame    its size, which the mask has too, and how it was turned
  ///   warnings about the mask
  /// Errors: a mask that cannot be read or does not fit; options that a picture of this size cannot
  /// meet.
  virtual Mask hole(const std::string& picture, int index, const PictureFrame& frame,
                    std::vector<std::string>& warnings) const = 0;
};

/// Painted holes, each from its own stream of the seed: as `kintsugi mask` paints them.
std::unique_ptr<HoleSource> painted_holes(std::unique_ptr<Painter> painter, uint64_t seed);

/// Masks of a folder, tar or list (data::open_pictures), read as the options say: a picture gets
/// the mask of its own stem; where there is none, number `index`, starting again behind the last.
/// Errors: missing, no mask in it.
std::unique_ptr<HoleSource> read_holes(const std::filesystem::path& path, MaskOptions options);

}  // namespace kintsugi::eval
