#include "kintsugi/data/picture_set.h"

#include <algorithm>
#include <atomic>

#include "kintsugi/base/parallel.h"
#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

std::array<uint64_t, 3> sums_of(const Image& image) {
  std::array<uint64_t, 3> sums = {};
  const uint8_t* pixels = image.row<uint8_t>(0);
  for (int64_t i = 0; i < image.size().area(); ++i) {
    for (int c = 0; c < 3; ++c) sums[c] += pixels[3 * i + c];
  }
  return sums;
}

}  // namespace

PictureSet::PictureSet(const std::vector<std::string>& sources, const recipe::Recipe& recipe,
                       const PictureSetOptions& options)
    : transform_{static_cast<int>(recipe.input.size), recipe.data},
      threads_(options.threads),
      sources_(open_sources(sources)) {
  check_transform(transform_);
  for (const auto& source : sources_) {
    for (int64_t i = 0; i < source->size(); ++i) entries_.push_back({source.get(), i});
  }
  look_at(entries_, options);
  check(!entries_.empty(), "none of the ", num_skipped_, " files is a picture that can be read");
  const auto name_at = [this](int64_t entry) -> const std::string& { return name(entry); };
  split_ =
      split_by_name(static_cast<int64_t>(entries_.size()), name_at, recipe.data.validation_share);
  if (split_.validation.empty()) split_.validation = split_.training;
}

/// Keeps what fits into memory and removes what cannot be decoded.
void PictureSet::look_at(std::vector<Entry>& entries, const PictureSetOptions& options) {
  const int count = static_cast<int>(entries.size());
  std::vector<uint8_t> is_bad(count);
  std::mutex mutex;  // of the callbacks and of these numbers
  uint64_t bytes_left = options.memory_bytes;
  int num_done = 0;
  const auto keep = [&](Entry& entry, Image prepared) {
    const uint64_t num_bytes = prepared.size().area() * 3;
    const std::lock_guard lock(mutex);
    if (num_bytes > bytes_left) {
      ++num_outside_memory_;
      return;
    }
    bytes_left -= num_bytes;
    entry.prepared = std::move(prepared);
  };
  parallel_for(count, threads_, [&](int i) {
    Entry& entry = entries[i];
    std::string reason;
    try {
      if (!is_ready(entry))
        keep(entry, prepared(entry.source->read(entry.index).image, transform_));
    } catch (const Error& error) {
      reason = error.what();
      is_bad[i] = 1;
    }
    const std::lock_guard lock(mutex);
    num_skipped_ += is_bad[i];
    if (is_bad[i] && options.skipped) options.skipped(entry.source->name(entry.index), reason);
    if (options.progress) options.progress(++num_done, count);
  });
  size_t num_good = 0;
  for (int i = 0; i < count; ++i) {
    if (!is_bad[i]) std::swap(entries[num_good++], entries[i]);
  }
  entries.resize(num_good);
}

/// Whether preparing it takes no decoding and no resampling: a packed picture of the right size.
bool PictureSet::is_ready(const Entry& entry) const {
  return entry.source->side() == transform_.size;
}

Image PictureSet::picture(int64_t entry) const {
  const Entry& found = entries_[entry];
  if (!found.prepared.empty()) return found.prepared;
  return prepared(found.source->read(found.index).image, transform_);
}

const std::string& PictureSet::name(int64_t entry) const {
  return entries_[entry].source->name(entries_[entry].index);
}

std::array<double, 3> PictureSet::mean_colour() const {
  std::call_once(has_mean_colour_, [this] {
    std::atomic<uint64_t> num_pixels = 0;
    std::array<std::atomic<uint64_t>, 3> sums = {};
    parallel_for(static_cast<int>(num_training()), threads_, [&](int i) {
      const Image image = training(i);
      num_pixels += image.size().area();
      const std::array<uint64_t, 3> own = sums_of(image);
      for (int c = 0; c < 3; ++c) sums[c] += own[c];
    });
    for (int c = 0; c < 3; ++c) mean_colour_[c] = sums[c] / 255.0 / num_pixels;
  });
  return mean_colour_;
}

}  // namespace kintsugi::data
