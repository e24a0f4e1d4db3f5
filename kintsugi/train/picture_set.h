#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kintsugi/base/progress.h"
#include "kintsugi/train/transform.h"

namespace kintsugi::train {

struct PictureSetOptions {
  uint64_t memory_bytes = uint64_t{4} << 30;  ///< beyond it pictures are decoded every time
  int threads = 0;                            ///< that decode; 0: one per core
  /// Called for every file that is no usable picture. One call at a time.
  std::function<void(const std::string& name, const std::string& reason)> skipped = nullptr;
  Progress progress = nullptr;  ///< pictures looked at
};

/// The pictures of a run: sources one after the other, split into training and validation. All of
/// them are looked at once when they are opened; afterwards threads may share the set.
class PictureSet {
 public:
  /// Opens folders of pictures, tar archives (also several, by a pattern such as "shard-*.tar") and
  /// packed .safetensors files. Which pictures validate is decided by a hash of their names alone
  /// (recipe.data.validation_share), so that a picture stays where it is when others are added; if
  /// no name falls on one side, the one nearest to it goes there. With a share of 0, or a single
  /// picture, validation is on the pictures of training.
  /// Errors: a source that cannot be read, no usable picture.
  PictureSet(const std::vector<std::string>& sources, const recipe::Recipe& recipe,
             const PictureSetOptions& options = {});

  int64_t num_training() const { return static_cast<int64_t>(training_.size()); }
  int64_t num_validation() const { return static_cast<int64_t>(validation_.size()); }
  /// Files that were no usable pictures.
  int64_t num_skipped() const { return num_skipped_; }

  /// A picture of a part, prepared (transform.h), and its file's name.
  ///   index   in [0, num_training()) or [0, num_validation()), sources in their order
  Image training(int64_t index) const { return pictures_[training_[index]].image; }
  Image validation(int64_t index) const { return pictures_[validation_[index]].image; }
  const std::string& training_name(int64_t index) const { return pictures_[training_[index]].name; }
  const std::string& validation_name(int64_t index) const {
    return pictures_[validation_[index]].name;
  }

  /// Mean of red, green and blue over the training pictures, each in [0, 1]: for hole = "mean".
  std::array<double, 3> mean_colour() const { return mean_colour_; }

  const TransformOptions& transform() const { return transform_; }

 private:
  struct Entry {
    std::string name;
    Image image;
  };
  TransformOptions transform_;
  std::vector<Entry> pictures_;
  std::vector<int64_t> training_, validation_;
  int64_t num_skipped_ = 0;
  std::array<double, 3> mean_colour_ = {};
};

}  // namespace kintsugi::train
