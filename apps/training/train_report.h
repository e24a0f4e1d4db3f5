#pragma once

#include <chrono>
#include <string>

#include "kintsugi/data/run_log.h"
#include "kintsugi/train/data_feed.h"
#include "kintsugi/train/trainer.h"

namespace kintsugi::apps {

/// Tells how a run goes: a line at the terminal (phase, step, losses, pictures per second, time
/// left), and the logs of its folder.
class TrainReport {
 public:
  /// `data` must outlive this. `pictures_a_batch`: of all processes.
  TrainReport(const std::filesystem::path& folder, const train::RunState& state,
              int64_t pictures_a_batch, const train::DataFeed& data);

  void stepped(const train::StepReport& report);
  void validated(const train::RunState& state, const train::ValidationResult& found);
  /// Removes the line, so that something else can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  void log(const train::StepReport& report);
  void draw(const train::StepReport& report);

  const train::DataFeed& data_;
  data::RunLog log_;
  int64_t pictures_a_batch_;
  bool has_terminal_;
  Clock::time_point last_log_ = Clock::now(), last_draw_ = {};
  int64_t num_steps_ = 0, num_batches_ = 0;  // since the last log
  double waited_ = 0;                        // seconds, until then
  data::Numbers sums_;                       // of losses since then
  double pictures_a_second_ = 0, seconds_a_step_ = 0;
};

}  // namespace kintsugi::apps
