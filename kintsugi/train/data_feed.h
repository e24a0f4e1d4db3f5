#pragma once

#include <memory>

#include "kintsugi/data/batches.h"
#include "kintsugi/train/feed.h"

namespace kintsugi::train {

/// Batches prepared by threads, as the trainer wants them, and how long it had to wait for them.
class DataFeed {
 public:
  /// `options.first` is not looked at: the trainer says where it begins.
  DataFeed(std::shared_ptr<const data::PictureSet> pictures, const recipe::Recipe& recipe,
           const data::BatchesOptions& options = {});

  /// This object must outlive what is returned.
  Feed feed();

  /// Seconds that the trainer has waited for pictures.
  double seconds_waited() const { return batches_ ? batches_->seconds_waited() : 0; }

 private:
  std::shared_ptr<const data::PictureSet> pictures_;
  recipe::Recipe recipe_;
  data::BatchesOptions options_;
  std::unique_ptr<data::Batches> batches_;
};

}  // namespace kintsugi::train
