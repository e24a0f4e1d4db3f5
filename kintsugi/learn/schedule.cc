#include "kintsugi/learn/schedule.h"

#include <algorithm>
#include <cmath>

#include "kintsugi/error.h"

namespace kintsugi::learn {

using recipe::ScheduleKind;

namespace {

constexpr double kThreshold = 1e-4;  // plateau: a loss is better if it is less by this share

}  // namespace

Schedule::Schedule(const recipe::Schedule& options, int64_t steps)
    : options_(options),
      steps_(steps),
      warm_up_(std::min(options.warm_up, steps / 2)),
      step_size_(std::max<int64_t>(1, std::llround(options.every * static_cast<double>(steps)))) {
  const recipe::Schedule& o = options;
  check(steps >= 1, "schedule: a run of ", steps, " steps, expected at least 1");
  check(o.warm_up >= 0, "schedule: warm_up is ", o.warm_up, " steps, expected at least 0");
  check(o.factor > 0 && o.factor <= 1, "schedule: factor is ", o.factor,
        ", expected more than 0 and at most 1");
  check(o.patience >= 0, "schedule: patience is ", o.patience, ", expected at least 0");
  check(o.minimum >= 0 && o.minimum <= 1, "schedule: minimum is ", o.minimum, ", expected 0 to 1");
}

double Schedule::multiplier(int64_t step) const {
  if (step < warm_up_) {
    return plateau_ * static_cast<double>(step + 1) / static_cast<double>(warm_up_);
  }
  const int64_t since = step - warm_up_;
  if (options_.kind == ScheduleKind::kStep) {
    return std::pow(options_.factor, static_cast<double>(since / step_size_));
  }
  if (options_.kind != ScheduleKind::kCosine) return plateau_;
  const double share =
      std::min(1.0, static_cast<double>(since) / static_cast<double>(steps_ - warm_up_));
  return options_.minimum + (1 - options_.minimum) * (1 + std::cos(M_PI * share)) / 2;
}

void Schedule::observe(double validation_loss) {
  if (options_.kind != ScheduleKind::kPlateau) return;
  const bool is_better =
      num_observed_++ == 0 || validation_loss < best_ - kThreshold * std::fabs(best_);
  if (is_better) best_ = validation_loss;
  num_bad_ = is_better ? 0 : num_bad_ + 1;
  if (num_bad_ <= options_.patience) return;
  plateau_ = std::max(options_.minimum, plateau_ * options_.factor);
  num_bad_ = 0;
}

std::map<std::string, double> Schedule::state() const {
  return {{"plateau", plateau_},
          {"best", best_},
          {"num_bad", static_cast<double>(num_bad_)},
          {"num_observed", static_cast<double>(num_observed_)}};
}

void Schedule::load(const std::map<std::string, double>& state) {
  for (const auto& [name, value] : this->state()) {
    check(state.contains(name), "state of the schedule: ", name, " is missing");
  }
  check(state.size() == 4, "state of the schedule has ", state.size(), " numbers, expected 4");
  plateau_ = state.at("plateau");
  best_ = state.at("best");
  num_bad_ = static_cast<int64_t>(state.at("num_bad"));
  num_observed_ = static_cast<int64_t>(state.at("num_observed"));
}

}  // namespace kintsugi::learn
