#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/base/tensor.h"
#include "kintsugi/data/picture_set.h"
#include "kintsugi/recipe/recipe.h"

namespace kintsugi::data {

/// What one step of one process is trained on.
///   images  u8 [N, 3, S, S]  RGB, 0..255;  N: recipe.training.batch, S: recipe.input.size
///   masks   u8 [N, 1, S, S]  1 = hole, 0 = known
struct Batch {
  int64_t index = 0;
  Tensor images, masks;
};

struct BatchesOptions {
  int64_t first = 0;  ///< index of the first batch: where a resumed run goes on
  int rank = 0;       ///< this process's number, below num_ranks
  int num_ranks = 1;  ///< processes that train together
  int threads = 0;    ///< that prepare batches ahead; 0: one per core, at most 8
  int ahead = 0;      ///< batches ready or under way at most; 0: two more than threads
};

/// An endless sequence of batches, prepared ahead of the trainer by threads:
///
///   Batches batches(pictures, recipe, {.first = step});
///   for (;;) train_on(batches.next());
///
/// Batch b is decided by recipe.training.seed and b alone, never by threads, by where the sequence
/// began or by how often a run was resumed. Every picture is seen once an epoch, in an order that
/// seed and epoch decide; an epoch may end inside a batch. Each of R processes gets batches of
/// recipe.training.batch pictures; put together by rank they are the batches that one process with
/// R times that batch would get.
class Batches {
 public:
  /// Errors: a painter that cannot be made (Holes), rank or first out of range.
  Batches(std::shared_ptr<const PictureSet> pictures, const recipe::Recipe& recipe,
          const BatchesOptions& options = {});
  ~Batches();
  Batches(const Batches&) = delete;
  Batches& operator=(const Batches&) = delete;

  /// The next batch; waits until it is ready. To be called by one thread. Errors: a picture that
  /// can no longer be read, a painter that cannot meet its options at this size.
  Batch next();

  /// Seconds that next() has waited, all calls together.
  double seconds_waited() const;

  /// Batches that are ready now.
  int num_ready() const;

 private:
  class Workshop;
  std::unique_ptr<Workshop> workshop_;
};

/// The pairs that a run validates on: the same for every run with this seed and these pictures.
///   images  u8 [P, 3, S, S]  the middle square of each picture; P: recipe.validation.pairs, or
///                            all validation pictures where there are fewer
///   masks   u8 [P, 1, S, S]  1 = hole
///   names   [P]              of the pictures' files
struct ValidationPairs {
  Tensor images, masks;
  std::vector<std::string> names;
};
ValidationPairs validation_pairs(const PictureSet& pictures, const recipe::Recipe& recipe);

}  // namespace kintsugi::data
