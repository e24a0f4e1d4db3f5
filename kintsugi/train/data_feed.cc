#include "kintsugi/train/data_feed.h"

#include <algorithm>

#include "kintsugi/learn/tensors.h"

namespace kintsugi::train {

namespace {

/// The pairs in batches of at most `size` pictures.
std::vector<Pictures> in_batches(const data::ValidationPairs& pairs, int64_t size) {
  const torch::Tensor images = learn::to_torch(pairs.images), masks = learn::to_torch(pairs.masks);
  std::vector<Pictures> batches;
  for (int64_t first = 0; first < images.size(0); first += size) {
    const int64_t count = std::min(size, images.size(0) - first);
    batches.push_back({images.narrow(0, first, count), masks.narrow(0, first, count)});
  }
  return batches;
}

}  // namespace

DataFeed::DataFeed(std::shared_ptr<const data::PictureSet> pictures, const recipe::Recipe& recipe,
                   const data::BatchesOptions& options)
    : pictures_(std::move(pictures)), recipe_(recipe), options_(options) {}

Feed DataFeed::feed() {
  Feed feed;
  feed.validation = in_batches(data::validation_pairs(*pictures_, recipe_), recipe_.training.batch);
  feed.open = [this](int64_t first) -> NextPictures {
    options_.first = first;
    batches_ = std::make_unique<data::Batches>(pictures_, recipe_, options_);
    return [this] {
      const data::Batch batch = batches_->next();
      return Pictures{learn::to_torch(batch.images), learn::to_torch(batch.masks)};
    };
  };
  return feed;
}

}  // namespace kintsugi::train
