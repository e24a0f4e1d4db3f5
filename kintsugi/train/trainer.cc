#include "kintsugi/train/trainer.h"

#include <algorithm>
#include <cmath>

#include "kintsugi/error.h"

namespace kintsugi::train {

Trainer::Trainer(const recipe::Recipe& recipe, const std::filesystem::path& checkpoints,
                 const TrainerOptions& options)
    : recipe_(recipe),
      folder_(checkpoints),
      options_(options),
      phases_(phases_of(recipe)),
      networks_(recipe, options.module),
      losses_(recipe, options.features, options.module, networks_),
      scene_maker_(recipe, options.module),
      stepper_(recipe, networks_, losses_, options.team),
      validation_(recipe, networks_, losses_, scene_maker_, options.features),
      schedule_(recipe.schedule, recipe.training.steps) {
  const std::vector<std::string> names = checkpoint_names(folder_);
  if (names.empty()) return;
  const Checkpoint checkpoint = read_checkpoint(folder_, names.back());
  networks_.load(checkpoint.tensors);
  schedule_.load(checkpoint.state.schedule);
  state_ = checkpoint.state;
}

Ending Trainer::run(const Feed& feed, const Observer& observer) {
  if (is_hopeless()) return Ending::kStoppedEarly;
  if (state_.step == 0) save_step();
  const NextPictures next = feed.open(state_.next_batch);
  const int64_t steps = recipe_.training.steps;
  while (state_.step < steps) {
    step(next, observer);
    const bool is_last = state_.step == steps;
    if (is_due(recipe_.training.validate_every) || is_last) validate(feed, observer);
    const bool is_early = is_hopeless(), is_stopped = wants_stop(observer);
    if (is_due(recipe_.training.checkpoint_every) || is_last || is_early || is_stopped) save_step();
    if (is_early && !is_last) return Ending::kStoppedEarly;
    if (is_stopped && !is_last) return Ending::kInterrupted;
  }
  return Ending::kFinished;
}

/// All processes stop after the same step.
bool Trainer::wants_stop(const Observer& observer) const {
  const bool is_wanted = observer.wants_stop && observer.wants_stop();
  return options_.team ? options_.team->any(is_wanted) : is_wanted;
}

bool Trainer::is_due(int64_t every) const { return state_.step % every == 0; }

void Trainer::step(const NextPictures& next, const Observer& observer) {
  const Phase& phase = phase_at(phases_, state_.step);
  const auto next_scene = [&] {
    Pictures pictures = next();
    int64_t batch = state_.next_batch++;
    if (options_.team) batch = batch * options_.team->size() + options_.team->rank();
    const int64_t first_picture = batch * pictures.images.size(0);
    return scene_maker_(std::move(pictures), first_picture);
  };
  const double rate = schedule_.multiplier(state_.step);
  const auto losses = stepper_(state_.step, phase, rate, next_scene);
  ++state_.step;
  state_.phase = phase.name;
  if (!observer.stepped) return;
  observer.stepped({.step = state_.step,
                    .steps = recipe_.training.steps,
                    .phase = phase.name,
                    .losses = losses,
                    .num_batches = batches_a_step(recipe_, phase),
                    .rate = rate});
}

void Trainer::validate(const Feed& feed, const Observer& observer) {
  if (feed.validation.empty()) return;
  const ValidationResult found = validation_(feed.validation);
  state_.validated = found.numbers;
  schedule_.observe(found.numbers.at("loss"));
  const recipe::Monitor monitor = recipe_.validation.monitor;
  check(found.numbers.contains(word_of(monitor)), "validation monitors ", word_of(monitor),
        ", which pictures of this size do not have");
  const double value = found.numbers.at(word_of(monitor));
  ++state_.num_worse;
  if (std::isfinite(value) && (!state_.best || is_better(monitor, value, *state_.best))) {
    state_.best = value;
    state_.best_step = state_.step;
    state_.num_worse = 0;
    save("best");
  }
  if (observer.validated) observer.validated(state_, found);
}

/// Whether validation has not become better for too long; earlier phases are never cut short.
bool Trainer::is_hopeless() const {
  const int64_t patience = recipe_.validation.patience;
  const int64_t begin = phases_.back().begin;
  if (patience == 0 || state_.step <= begin) return false;
  const int64_t in_phase = (state_.step - begin) / recipe_.training.validate_every;
  return std::min(state_.num_worse, in_phase) >= patience;
}

void Trainer::save_step() {
  save(checkpoint_name(state_.step));
  if (is_first()) keep_last(folder_, 2);
}

void Trainer::save(const std::string& name) {
  if (!is_first()) return;
  state_.schedule = schedule_.state();
  std::filesystem::create_directories(folder_);
  write_checkpoint(folder_, name,
                   {.recipe = recipe_, .state = state_, .tensors = networks_.state()});
}

}  // namespace kintsugi::train
