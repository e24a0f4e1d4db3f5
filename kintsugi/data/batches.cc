#include "kintsugi/data/batches.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "kintsugi/base/parallel.h"
#include "kintsugi/data/example.h"
#include "kintsugi/data/holes.h"
#include "kintsugi/data/order.h"
#include "kintsugi/data/random_for.h"
#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMostThreads = 8;

BatchesOptions checked(BatchesOptions options) {
  check(options.first >= 0, "the first batch is ", options.first, ", expected 0 or more");
  check(options.num_ranks >= 1 && options.rank >= 0 && options.rank < options.num_ranks,
        "the rank is ", options.rank, " of ", options.num_ranks);
  if (options.threads <= 0) options.threads = std::min(default_threads(), kMostThreads);
  if (options.ahead <= 0) options.ahead = options.threads + 2;
  return options;
}

}  // namespace

/// The threads, and the batches between them and the trainer.
class Batches::Workshop {
 public:
  Workshop(std::shared_ptr<const PictureSet> pictures, const recipe::Recipe& recipe,
           const BatchesOptions& options)
      : pictures_(std::move(pictures)),
        holes_(recipe.holes),
        order_(pictures_->num_training(), recipe.training.seed),
        seed_(recipe.training.seed),
        batch_(recipe.training.batch),
        options_(checked(options)),
        next_to_make_(options_.first),
        next_to_give_(options_.first) {
    for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
  }

  ~Workshop() {
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    changed_.notify_all();
  }

  Batch next() {
    const auto start = Clock::now();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return made_.contains(next_to_give_); });
    seconds_waited_ += std::chrono::duration<double>(Clock::now() - start).count();
    Made made = std::move(made_.extract(next_to_give_).mapped());
    ++next_to_give_;
    changed_.notify_all();
    if (made.failure) std::rethrow_exception(made.failure);
    return std::move(made.batch);
  }

  double seconds_waited() const {
    const std::lock_guard lock(mutex_);
    return seconds_waited_;
  }

  int num_ready() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(made_.size());
  }

 private:
  struct Made {
    Batch batch;
    std::exception_ptr failure;  // thrown when the trainer comes to this batch
  };

  void work() {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock,
                    [&] { return is_closed_ || next_to_make_ < next_to_give_ + options_.ahead; });
      if (is_closed_) return;
      const int64_t index = next_to_make_++;
      lock.unlock();
      Made made;
      try {
        made.batch = make(index);
      } catch (...) {
        made.failure = std::current_exception();
      }
      lock.lock();
      made_[index] = std::move(made);
      changed_.notify_all();
    }
  }

  Batch make(int64_t index) const {
    const TransformOptions& transform = pictures_->transform();
    ExampleWriter writer(batch_, transform.size);
    for (int64_t i = 0; i < batch_; ++i) {
      const int64_t position = (index * options_.num_ranks + options_.rank) * batch_ + i;
      Random transform_random = random_for(seed_, Purpose::kTransform, position);
      Random hole_random = random_for(seed_, Purpose::kHole, position);
      const Image image = pictures_->training(order_.at(position));
      writer.put(i, transformed(image, transform, transform_random),
                 holes_.paint({transform.size, transform.size}, hole_random));
    }
    return {index, writer.take_images(), writer.take_masks()};
  }

  const std::shared_ptr<const PictureSet> pictures_;
  const Holes holes_;
  const Order order_;
  const uint64_t seed_;
  const int64_t batch_;
  const BatchesOptions options_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<int64_t, Made> made_;
  int64_t next_to_make_, next_to_give_;
  double seconds_waited_ = 0;
  bool is_closed_ = false;
  std::vector<std::jthread> threads_;  // last: they end before what they use
};

Batches::Batches(std::shared_ptr<const PictureSet> pictures, const recipe::Recipe& recipe,
                 const BatchesOptions& options)
    : workshop_(std::make_unique<Workshop>(std::move(pictures), recipe, options)) {}

Batches::~Batches() = default;

Batch Batches::next() { return workshop_->next(); }

double Batches::seconds_waited() const { return workshop_->seconds_waited(); }

int Batches::num_ready() const { return workshop_->num_ready(); }

ValidationPairs validation_pairs(const PictureSet& pictures, const recipe::Recipe& recipe) {
  const TransformOptions& transform = pictures.transform();
  const Holes holes(recipe.holes);
  const Order order(pictures.num_validation(), mix_bits(recipe.training.seed));
  const int64_t count = std::min(recipe.validation.pairs, pictures.num_validation());
  ExampleWriter writer(count, transform.size);
  ValidationPairs pairs;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t index = order.at(i);
    Random random = random_for(recipe.training.seed, Purpose::kValidationHole, i);
    writer.put(i, middle(pictures.validation(index), transform),
               holes.paint({transform.size, transform.size}, random));
    pairs.names.push_back(pictures.validation_name(index));
  }
  pairs.images = writer.take_images();
  pairs.masks = writer.take_masks();
  return pairs;
}

}  // namespace kintsugi::data
