#pragma once

#include <chrono>

#include "kintsugi/data/run_log.h"
#include "kintsugi/train.h"
#include "kintsugi/train/data_feed.h"
#include "kintsugi/train/trainer.h"

namespace kintsugi::train {

/// Keeps the logs of a run's folder (data/run_log.h), and how fast it goes.
class TrainLog {
 public:
  /// `data` must outlive this. `pictures_a_batch`: of all processes.
  TrainLog(const std::filesystem::path& folder, const RunState& state, int64_t pictures_a_batch,
           const DataFeed& data);

  /// The step as observers are told of it.
  TrainStep stepped(const StepReport& report);
  TrainValidation validated(const RunState& state, const ValidationResult& found);

 private:
  using Clock = std::chrono::steady_clock;

  void log(const StepReport& report);
  void begin_span();

  const DataFeed& data_;
  data::RunLog log_;
  int64_t pictures_a_batch_;
  Clock::time_point begin_ = Clock::now();   // of the steps that are logged next, all together
  int64_t num_steps_ = 0, num_batches_ = 0;  // since then
  double waited_ = 0;                        // seconds, until then
  data::Numbers sums_;                       // of losses since then
  double pictures_a_second_ = 0, seconds_a_step_ = 0;
};

}  // namespace kintsugi::train
