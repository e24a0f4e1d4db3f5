#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "kintsugi/recipe/optimizers.h"

namespace kintsugi::learn {

/// What the learning rate is multiplied with, step by step.
///
///   warm-up   (step + 1) / warm_up while step < warm_up, which is half of the run at most;
///             after it, with s = step - warm_up and S = steps - warm_up:
///   constant  1
///   step      factor^floor(s / (every steps))
///   cosine    minimum + (1 - minimum) (1 + cos(pi s / S)) / 2; from step `steps` on: minimum
///   plateau   1, multiplied by factor (down to minimum) when more than `patience` validations in a
///             row had a loss that was not below best - 1e-4 |best|
class Schedule {
 public:
  /// `steps`: of the run. Errors: a number out of its range.
  Schedule(const recipe::Schedule& options, int64_t steps);

  /// The multiplier of step number `step`, counted from 0.
  double multiplier(int64_t step) const;

  /// Tells a plateau schedule the loss of a validation; the others do not listen.
  void observe(double validation_loss);

  /// All that a checkpoint must hold, exactly.
  std::map<std::string, double> state() const;
  /// Errors: names that do not fit.
  void load(const std::map<std::string, double>& state);

 private:
  recipe::Schedule options_;
  int64_t steps_, warm_up_, step_size_;
  double plateau_ = 1, best_ = 0;
  int64_t num_bad_ = 0, num_observed_ = 0;
};

}  // namespace kintsugi::learn
