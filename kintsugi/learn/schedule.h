#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace kintsugi::learn {

struct ScheduleOptions {
  std::string kind = "constant";
  int64_t warmup_steps = 0;
  int64_t steps = 0;
  double factor = 0.1;
  int64_t step_size = 0;
  int64_t patience = 10;
  double threshold = 1e-4;
  double minimum = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("kind", o.kind, "constant, plateau, cosine or step");
    field("warmup-steps", o.warmup_steps, "steps in which the rate rises linearly from 0");
    field("steps", o.steps, "cosine: steps until the minimum is reached, warm-up included");
    field("factor", o.factor, "plateau, step: what the rate is multiplied with");
    field("step-size", o.step_size, "step: every so many steps");
    field("patience", o.patience, "plateau: validations without progress that are waited for");
    field("threshold", o.threshold, "plateau: a loss is better if it is less by this share");
    field("minimum", o.minimum, "plateau, cosine: the rate is never less than this share");
  }
};

/// What the learning rate is multiplied with, step by step.
///
///   warm-up   (step + 1) / warmup_steps while step < warmup_steps;
///             after it, with s = step - warmup_steps and S = steps - warmup_steps:
///   constant  1
///   step      factor^floor(s / step_size)
///   cosine    minimum + (1 - minimum) (1 + cos(pi s / S)) / 2; from step `steps` on: minimum
///   plateau   1, multiplied by factor (down to minimum) when more than `patience` validations in a
///             row had a loss that was not below best - threshold |best|
class Schedule {
 public:
  /// Errors: an unknown kind, a number out of its range.
  explicit Schedule(const ScheduleOptions& options);

  /// The multiplier of step number `step`, counted from 0.
  double multiplier(int64_t step) const;

  /// Tells a plateau schedule the loss of a validation; the others do not listen.
  void observe(double validation_loss);

  /// All that a checkpoint must hold, exactly.
  std::map<std::string, double> state() const;
  /// Errors: names that do not fit.
  void load(const std::map<std::string, double>& state);

 private:
  ScheduleOptions options_;
  double plateau_ = 1, best_ = 0;
  int64_t num_bad_ = 0, num_observed_ = 0;
};

}  // namespace kintsugi::learn
