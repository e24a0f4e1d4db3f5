#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kintsugi/learn/ema.h"
#include "kintsugi/train/discriminator.h"

namespace kintsugi::train {

/// Everything that a run learns: the generator, its moving average, the discriminators, and the
/// optimizers of all of them.
class Networks {
 public:
  /// Fresh weights, decided by the recipe's seed. Errors: what build_training_graph and
  /// build_discriminator refuse, a phase that trains a part which the generator does not have.
  Networks(const recipe::Recipe& recipe, const learn::ModuleOptions& options);
  Networks(const Networks&) = delete;
  Networks& operator=(const Networks&) = delete;

  learn::GraphModule& generator() { return generator_; }
  const learn::GraphModule& generator() const { return generator_; }
  /// None where the recipe wants none.
  std::optional<learn::Ema>& ema() { return ema_; }
  /// A list that never moves: addresses stay.
  std::deque<Discriminator>& discriminators() { return discriminators_; }
  /// Errors: none of that name.
  Discriminator& discriminator(const std::string& name);

  Trainee& generator_trainee() { return generator_trainee_; }
  /// From now on gradients are computed for those weights of the generator that the phase trains.
  void choose_weights(const recipe::Phase& phase);
  /// The discriminators that the phase trains.
  std::vector<Discriminator*> discriminators(const recipe::Phase& phase);

  /// Training or evaluation, of all networks.
  void train(bool is_training);
  /// Says which step follows, and multiplies all learning rates.
  void begin_step(uint64_t step, double rate_multiplier);

  /// The weights that a model is exported with: the moving average, if there is one.
  std::map<std::string, Tensor> best_weights() const;
  /// Gives the generator other weights before the first step.
  void start_from(const std::map<std::string, Tensor>& weights);

  /// All of it, for a checkpoint: "generator/...", "ema/...", "judge/NAME/...",
  /// "optimizer/...".
  std::map<std::string, Tensor> state() const;
  /// Errors: names or sizes that do not fit.
  void load(const std::map<std::string, Tensor>& state);

 private:
  std::vector<const Trainee*> trainees() const;
  std::vector<Trainee*> trainees();

  double ema_decay_;
  learn::GraphModule generator_;
  Trainee generator_trainee_;
  std::optional<learn::Ema> ema_;
  std::deque<Discriminator> discriminators_;
};

/// The keys of `map` that begin with `prefix`, without it.
std::map<std::string, Tensor> under(const std::map<std::string, Tensor>& map,
                                    const std::string& prefix);

}  // namespace kintsugi::train
