#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "kintsugi/train/losses.h"
#include "kintsugi/train/team.h"

namespace kintsugi::train {

/// One step of a phase: its discriminators learn first, each as often as it wants to, then the
/// generator does. The generator's batch is also the last one of the discriminators, which see what
/// the generator made of it before it learned.
class Stepper {
 public:
  /// `networks`, `terms` and `team` (null: there is one process) must outlive this.
  Stepper(const recipe::Recipe& recipe, Networks& networks, Losses& losses, Team* team = nullptr);

  /// Takes the step with number `step`; `next_scene` is called batches_a_step() times. Returns the
  /// losses by name. Errors: a loss that is not finite; no weight has changed because of it.
  std::map<std::string, double> operator()(int64_t step, const recipe::Phase& phase,
                                           double rate_multiplier,
                                           const std::function<Scene()>& next_scene);

 private:
  learn::TensorMap make(const Scene& scene, const recipe::Phase& phase, bool for_generator);
  void train_discriminator(Discriminator& discriminator, const Scene& scene,
                           const learn::TensorMap& outputs);
  void train_generator(const recipe::Phase& phase, const Scene& scene,
                       const learn::TensorMap& outputs);
  void descend(const std::vector<LossValue>& losses, learn::GraphModule& module, Trainee& trainee);

  const recipe::Recipe recipe_;
  Networks& networks_;
  Losses& losses_;
  Team* team_;
  int64_t step_ = 0;
  std::map<std::string, double> numbers_;
};

}  // namespace kintsugi::train
