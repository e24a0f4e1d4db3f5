#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kintsugi/base/progress_line.h"
#include "kintsugi/data/picture_source.h"
#include "kintsugi/data/split.h"
#include "kintsugi/data/transform.h"

namespace kintsugi::data {

struct PictureSetOptions {
  uint64_t memory_bytes = uint64_t{4} << 30;  ///< beyond it pictures are decoded every time
  int threads = 0;                            ///< that decode; 0: one per core
  /// Called for every file that is no usable picture. One call at a time.
  std::function<void(const std::string& name, const std::string& reason)> skipped = nullptr;
  OnCount progress = nullptr;  ///< pictures looked at
};

/// The pictures of a run: sources one after the other, split into training and validation. Files
/// are looked at once when the set is opened, so that those which cannot be decoded are known;
/// packed sets are only mapped. Afterwards threads may share the set.
class PictureSet {
 public:
  /// Opens folders of pictures, tar archives, packed .safetensors files and patterns of such
  /// (picture_source.h). Which pictures validate is decided by their names and
  /// recipe.data.validation_share (split.h); where that leaves none, the pictures of training do.
  /// Errors: a source that cannot be read, no usable picture.
  PictureSet(const std::vector<std::string>& sources, const recipe::Recipe& recipe,
             const PictureSetOptions& options = {});

  int64_t num_training() const { return static_cast<int64_t>(split_.training.size()); }
  int64_t num_validation() const { return static_cast<int64_t>(split_.validation.size()); }
  /// Files that were no usable pictures.
  int64_t num_skipped() const { return num_skipped_; }
  /// Pictures that are decoded again each time, because memory_bytes did not suffice.
  int64_t num_outside_memory() const { return num_outside_memory_; }

  /// A picture of a part, prepared (transform.h), and its file's name.
  ///   index   in [0, num_training()) or [0, num_validation()), sources in their order
  /// Errors: its file can no longer be read.
  Image training(int64_t index) const { return picture(split_.training[index]); }
  Image validation(int64_t index) const { return picture(split_.validation[index]); }
  const std::string& training_name(int64_t index) const { return name(split_.training[index]); }
  const std::string& validation_name(int64_t index) const { return name(split_.validation[index]); }

  /// Mean of red, green and blue over the prepared training pictures, each in [0, 1]: for
  /// hole = "mean". Computed by the first call, which looks at all of them.
  std::array<double, 3> mean_colour() const;

  const TransformOptions& transform() const { return transform_; }

 private:
  struct Entry {
    const PictureSource* source = nullptr;
    int64_t index = 0;
    Image prepared = {};  // empty: not in memory
  };
  void look_at(std::vector<Entry>& entries, const PictureSetOptions& options);
  bool is_ready(const Entry& entry) const;
  Image picture(int64_t entry) const;
  const std::string& name(int64_t entry) const;

  TransformOptions transform_;
  int threads_;
  PictureSources sources_;
  std::vector<Entry> entries_;
  Split split_;
  int64_t num_skipped_ = 0, num_outside_memory_ = 0;
  mutable std::once_flag has_mean_colour_;
  mutable std::array<double, 3> mean_colour_ = {};
};

}  // namespace kintsugi::data
