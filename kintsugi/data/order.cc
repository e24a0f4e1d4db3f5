#include "kintsugi/data/order.h"

#include <limits>
#include <numeric>

#include "kintsugi/data/random_for.h"
#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

constexpr size_t kEpochsKept = 4;

// Fisher and Yates 1938, from the end.
std::vector<int32_t> shuffled(int64_t count, Random random) {
  std::vector<int32_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  for (int64_t i = count - 1; i > 0; --i) {
    std::swap(order[i], order[random.integer(0, static_cast<int>(i))]);
  }
  return order;
}

}  // namespace

Order::Order(int64_t num_pictures, uint64_t seed) : num_pictures_(num_pictures), seed_(seed) {
  check(num_pictures >= 1, "there are no pictures to train on");
  check(num_pictures <= std::numeric_limits<int32_t>::max(), "there are ", num_pictures,
        " pictures, expected fewer than 2^31");
}

int64_t Order::at(int64_t position) const {
  return (*of_epoch(position / num_pictures_))[position % num_pictures_];
}

Order::Permutation Order::of_epoch(int64_t epoch) const {
  const std::lock_guard lock(mutex_);
  Permutation& order = epochs_[epoch];
  if (!order) {
    order = std::make_shared<const std::vector<int32_t>>(
        shuffled(num_pictures_, random_for(seed_, Purpose::kOrder, epoch)));
  }
  const Permutation result = order;
  while (epochs_.size() > kEpochsKept) {  // the oldest, or the newest when that is the asked one
    epochs_.erase(epochs_.begin()->first == epoch ? std::prev(epochs_.end()) : epochs_.begin());
  }
  return result;
}

}  // namespace kintsugi::data
