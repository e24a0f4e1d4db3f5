#pragma once

#include <chrono>

#include "kintsugi/train.h"

namespace kintsugi::apps {

/// Tells at the terminal how a run goes: what it begins with, a line of phase, step, losses,
/// pictures per second and time left, and what validations find.
class TrainReport {
 public:
  TrainReport();

  /// What a run is to tell; this must outlive it.
  TrainObserver observer();

  /// Removes the line, so that something else can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  void started(const TrainStart& start);
  void stepped(const TrainStep& step);
  void validated(const TrainValidation& validation);

  bool has_terminal_;
  Clock::time_point last_draw_ = {};
};

}  // namespace kintsugi::apps
