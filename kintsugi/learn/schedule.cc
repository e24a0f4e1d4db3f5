#include "kintsugi/learn/schedule.h"

#include <algorithm>
#include <cmath>

#include "kintsugi/error.h"

namespace kintsugi::learn {

Schedule::Schedule(const ScheduleOptions& options) : options_(options) {
  const ScheduleOptions& o = options;
  const bool is_known =
      o.kind == "constant" || o.kind == "plateau" || o.kind == "cosine" || o.kind == "step";
  check(is_known, "schedule is '", o.kind, "', expected constant, plateau, cosine or step");
  check(o.warmup_steps >= 0, "schedule: warm-up is ", o.warmup_steps, " steps");
  check(o.kind != "cosine" || o.steps > o.warmup_steps, "schedule: cosine over ", o.steps,
        " steps, expected more than the warm-up's ", o.warmup_steps);
  check(o.kind != "step" || o.step_size > 0, "schedule: step size is ", o.step_size,
        ", expected at least 1");
  check(o.factor > 0 && o.factor <= 1, "schedule: factor is ", o.factor,
        ", expected more than 0 and at most 1");
  check(o.patience >= 0, "schedule: patience is ", o.patience, ", expected at least 0");
  check(o.minimum >= 0 && o.minimum <= 1, "schedule: minimum is ", o.minimum, ", expected 0 to 1");
}

double Schedule::multiplier(int64_t step) const {
  const ScheduleOptions& o = options_;
  if (step < o.warmup_steps) {
    return plateau_ * static_cast<double>(step + 1) / static_cast<double>(o.warmup_steps);
  }
  const int64_t since = step - o.warmup_steps;
  if (o.kind == "step") return std::pow(o.factor, static_cast<double>(since / o.step_size));
  if (o.kind != "cosine") return plateau_;
  const double share =
      std::min(1.0, static_cast<double>(since) / static_cast<double>(o.steps - o.warmup_steps));
  return o.minimum + (1 - o.minimum) * (1 + std::cos(M_PI * share)) / 2;
}

void Schedule::observe(double validation_loss) {
  if (options_.kind != "plateau") return;
  const bool is_better =
      num_observed_++ == 0 || validation_loss < best_ - options_.threshold * std::fabs(best_);
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
