#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace kintsugi::data {

/// In which order pictures are seen: each once an epoch, shuffled by seed and epoch. Threads may
/// share it; it keeps the orders of the latest epochs.
class Order {
 public:
  /// Errors: no pictures.
  Order(int64_t num_pictures, uint64_t seed);

  /// The picture that comes as number `position` since the first step.
  int64_t at(int64_t position) const;

 private:
  using Permutation = std::shared_ptr<const std::vector<int32_t>>;
  Permutation of_epoch(int64_t epoch) const;

  int64_t num_pictures_;
  uint64_t seed_;
  mutable std::mutex mutex_;
  mutable std::map<int64_t, Permutation> epochs_;
};

}  // namespace kintsugi::data
