#include "kintsugi/train/stepper.h"

#include <torch/csrc/autograd/autograd.h>

#include "kintsugi/error.h"
#include "kintsugi/train/phases.h"

namespace kintsugi::train {

Stepper::Stepper(const recipe::Recipe& recipe, Networks& networks, Losses& losses, Team* team)
    : recipe_(recipe), networks_(networks), losses_(losses), team_(team) {
  for (const recipe::Phase& phase : recipe.phases) {
    check(!trains(phase, "generator") || !phase.losses.empty(), "recipe ", recipe.name, ": phase '",
          phase.name, "' trains the generator without any loss");
  }
}

std::map<std::string, double> Stepper::operator()(int64_t step, const recipe::Phase& phase,
                                                  double rate_multiplier,
                                                  const std::function<Scene()>& next_scene) {
  step_ = step;
  numbers_.clear();
  networks_.train(true);
  networks_.begin_step(static_cast<uint64_t>(step), rate_multiplier);
  networks_.choose_weights(phase);
  const bool trains_generator = trains(phase, "generator");
  for (int64_t left = batches_a_step(recipe_, phase); left > 0; --left) {
    const bool for_generator = left == 1 && trains_generator;
    const Scene scene = next_scene();
    const learn::TensorMap outputs = make(scene, phase, for_generator);
    for (Discriminator* discriminator : networks_.discriminators(phase)) {
      if (left <= discriminator->steps()) train_discriminator(*discriminator, scene, outputs);
    }
    if (for_generator) train_generator(phase, scene, outputs);
  }
  return numbers_;
}

/// What the generator makes of a scene; with gradients, and running statistics moving, only where
/// it is to learn from it.
learn::TensorMap Stepper::make(const Scene& scene, const recipe::Phase& phase, bool for_generator) {
  std::set<std::string> outputs =
      losses_.outputs_for(for_generator ? phase.losses : std::vector<std::string>());
  for (const Discriminator* discriminator : networks_.discriminators(phase))
    outputs.insert(discriminator->shown());
  const torch::AutoGradMode gradients(for_generator);
  return networks_.generator().forward(scene.inputs(),
                                       {.outputs = outputs, .updates_statistics = for_generator});
}

void Stepper::train_discriminator(Discriminator& discriminator, const Scene& scene,
                                  const learn::TensorMap& outputs) {
  discriminator.trainee().set_trained(true);
  descend(discriminator.losses(outputs.at("truth").detach(),
                               outputs.at(discriminator.shown()).detach(), scene),
          discriminator.module(), discriminator.trainee());
}

void Stepper::train_generator(const recipe::Phase& phase, const Scene& scene,
                              const learn::TensorMap& outputs) {
  GeneratorOutput output = {
      .scene = scene, .outputs = outputs, .step = static_cast<uint64_t>(step_)};
  const std::vector<LossValue> losses = losses_(phase.losses, output);
  check(total(losses).requires_grad(), "phase '", phase.name,
        "' trains weights of the generator that none of its losses depends on");
  descend(losses, networks_.generator(), networks_.generator_trainee());
  if (networks_.ema()) networks_.ema()->update();
}

/// Down the gradient of the losses' weighted sum. Weights that are not trained now have none.
/// Running statistics become the means of all processes', so that these stay equal.
void Stepper::descend(const std::vector<LossValue>& losses, learn::GraphModule& module,
                      Trainee& trainee) {
  for (const auto& [name, number] : finite_numbers(losses, step_ + 1)) numbers_[name] = number;
  trainee.optimizer->zero_grad();
  if (team_) team_->begin(trainee.parameters);
  total(losses).backward();
  if (team_) team_->finish();
  const double clip_norm = recipe_.training.clip_norm;
  if (clip_norm > 0) learn::clip_gradients(trainee.parameters, clip_norm);
  trainee.optimizer->step();
  if (team_) team_->average(module.buffers());
}

}  // namespace kintsugi::train
