#include "kintsugi/train/networks.h"

#include <algorithm>

#include "kintsugi/error.h"
#include "kintsugi/recipe/model.h"
#include "kintsugi/train/phases.h"

namespace kintsugi::train {

namespace {

using Weights = std::map<std::string, Tensor>;

/// Whether the phase trains a weight of the generator: "generator" all of them, "generator.approx"
/// those of its part approx.
bool trains_weight(const recipe::Phase& phase, const std::string& weight) {
  const std::string name = "generator." + weight;
  return std::any_of(phase.train.begin(), phase.train.end(), [&](const std::string& part) {
    return name == part || name.starts_with(part + ".");
  });
}

/// Every part of the generator that a phase names has weights.
void check_parts(const recipe::Recipe& recipe, const learn::NamedTensors& parameters) {
  for (const recipe::Phase& phase : recipe.phases) {
    for (const std::string& part : phase.train) {
      if (!part.starts_with("generator.")) continue;
      const bool is_there = std::any_of(
          parameters.begin(), parameters.end(),
          [&](const auto& parameter) { return trains_weight({.train = {part}}, parameter.first); });
      check(is_there, "phase '", phase.name, "' trains ", part,
            ", but no weight of the generator "
            "begins with that; the first one is generator.",
            parameters.front().first);
    }
  }
}

/// A discriminator's part of a checkpoint; format 1 calls it so.
std::string key_of(const Discriminator& one) { return "judge/" + one.name() + "/"; }

void add(Weights& state, const std::string& prefix, const Weights& values) {
  for (const auto& [name, value] : values) state[prefix + name] = value;
}

}  // namespace

Weights under(const Weights& map, const std::string& prefix) {
  Weights found;
  for (auto at = map.lower_bound(prefix); at != map.end() && at->first.starts_with(prefix); ++at) {
    found[at->first.substr(prefix.size())] = at->second;
  }
  return found;
}

Networks::Networks(const recipe::Recipe& recipe, const learn::ModuleOptions& options)
    : ema_decay_(recipe.training.ema),
      generator_(recipe::build_training_graph(recipe, recipe.training.seed), options),
      generator_trainee_("generator", generator_.parameters(), recipe.optimizer) {
  check_parts(recipe, generator_.parameters());
  if (ema_decay_ > 0) ema_.emplace(generator_, ema_decay_);
  for (const recipe::Discriminator& one : recipe.discriminators) {
    discriminators_.emplace_back(one, recipe, options);
  }
}

Discriminator& Networks::discriminator(const std::string& name) {
  const auto found = std::find_if(discriminators_.begin(), discriminators_.end(),
                                  [&](const Discriminator& one) { return one.name() == name; });
  check(found != discriminators_.end(), "there is no discriminator '", name, "'");
  return *found;
}

void Networks::choose_weights(const recipe::Phase& phase) {
  for (const auto& [name, weight] : generator_.parameters()) {
    weight.set_requires_grad(trains_weight(phase, name));
  }
}

std::vector<Discriminator*> Networks::discriminators(const recipe::Phase& phase) {
  std::vector<Discriminator*> trained;
  for (Discriminator& one : discriminators_) {
    if (trains(phase, one.name())) trained.push_back(&one);
  }
  return trained;
}

void Networks::train(bool is_training) {
  generator_.train(is_training);
  for (Discriminator& one : discriminators_) one.module().train(is_training);
}

void Networks::begin_step(uint64_t step, double rate_multiplier) {
  generator_.set_step(step);
  for (Discriminator& one : discriminators_) one.module().set_step(step);
  for (Trainee* one : trainees()) one->optimizer->set_learning_rate(one->rate * rate_multiplier);
}

Weights Networks::best_weights() const { return ema_ ? ema_->weights() : generator_.weights(); }

void Networks::start_from(const Weights& weights) {
  generator_.load(weights);
  if (ema_) ema_.emplace(generator_, ema_decay_);
}

std::vector<const Trainee*> Networks::trainees() const {
  std::vector<const Trainee*> all = {&generator_trainee_};
  for (const Discriminator& one : discriminators_) all.push_back(&one.trainee());
  return all;
}

std::vector<Trainee*> Networks::trainees() {
  std::vector<Trainee*> all = {&generator_trainee_};
  for (Discriminator& one : discriminators_) all.push_back(&one.trainee());
  return all;
}

Weights Networks::state() const {
  Weights state;
  add(state, "generator/", generator_.weights());
  if (ema_) add(state, "ema/", ema_->state());
  for (const Discriminator& one : discriminators_) add(state, key_of(one), one.module().weights());
  for (const Trainee* one : trainees()) {
    add(state, "optimizer/" + one->name + "/", one->optimizer->state());
  }
  return state;
}

void Networks::load(const Weights& state) {
  generator_.load(under(state, "generator/"));
  if (ema_) ema_->load(under(state, "ema/"));
  for (Discriminator& one : discriminators_) one.module().load(under(state, key_of(one)));
  for (Trainee* one : trainees()) {
    one->optimizer->load(under(state, "optimizer/" + one->name + "/"));
  }
}

}  // namespace kintsugi::train
