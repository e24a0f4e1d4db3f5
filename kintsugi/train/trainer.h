#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "kintsugi/learn/schedule.h"
#include "kintsugi/train/checkpoint.h"
#include "kintsugi/train/phases.h"
#include "kintsugi/train/stepper.h"
#include "kintsugi/train/validation.h"

namespace kintsugi::train {

/// A step that was taken.
struct StepReport {
  int64_t step = 0;  // steps done
  int64_t steps = 0;
  std::string phase;
  std::map<std::string, double> losses;  // before they are weighted
  int64_t num_batches = 1;               // that it used
  double rate = 1;                       // what the learning rates are multiplied by
};

/// Who wants to know how training goes on. Each may be absent.
struct Observer {
  std::function<void(const StepReport&)> stepped = {};
  std::function<void(const RunState&, const ValidationResult&)> validated = {};
  /// Asked after every step: true ends the run with a checkpoint.
  std::function<bool()> wants_stop = {};
};

enum class Ending { kFinished, kStoppedEarly, kInterrupted };

struct TrainerOptions {
  learn::ModuleOptions module;
  data::FeatureFiles features = {};
  Team* team = nullptr;  // several processes: the first one writes
};

/// Trains a recipe from its checkpoint to its last step.
///
///   Trainer trainer(recipe, "runs/faces/checkpoints", options);
///   const Ending ending = trainer.run(feed, observer);
///
/// What a run computes is decided by the recipe, the pictures and the number of threads, not by
/// how often it was stopped: it goes on from the last checkpoint bit for bit (on CPUs).
class Trainer {
 public:
  /// Loads the last checkpoint of the folder, if there is one; otherwise it begins with fresh
  /// weights. Errors: a recipe whose parts do not fit one another, a feature network without a
  /// file, a damaged checkpoint.
  Trainer(const recipe::Recipe& recipe, const std::filesystem::path& checkpoints,
          const TrainerOptions& options);

  const RunState& state() const { return state_; }
  Networks& networks() { return networks_; }

  /// Gives the generator other weights. Only before the first step.
  void start_from(const std::map<std::string, Tensor>& weights) { networks_.start_from(weights); }

  /// Takes the steps that are left. Writes a checkpoint before the first, every checkpoint_every
  /// steps and at the end, keeps the last two and the best by validation.monitor.
  /// Errors: a loss that is not finite (names step and loss), disk full; the last checkpoint stays.
  Ending run(const Feed& feed, const Observer& observer = {});

 private:
  void step(const NextPictures& next, const Observer& observer);
  void validate(const Feed& feed, const Observer& observer);
  bool is_hopeless() const;
  void save(const std::string& name);
  void save_step();
  bool is_due(int64_t every) const;
  bool wants_stop(const Observer& observer) const;
  bool is_first() const { return !options_.team || options_.team->rank() == 0; }

  recipe::Recipe recipe_;
  std::filesystem::path folder_;
  TrainerOptions options_;
  std::vector<Phase> phases_;
  Networks networks_;
  Losses losses_;
  SceneMaker scene_maker_;
  Stepper stepper_;
  Validation validation_;
  learn::Schedule schedule_;
  RunState state_;
};

}  // namespace kintsugi::train
