#include "kintsugi/train/trainee.h"

#include <algorithm>

namespace kintsugi::train {

namespace {

learn::OptimizerOptions options_of(const recipe::Adam& adam) {
  return {.kind = adam.kName,
          .learning_rate = adam.rate,
          .beta1 = adam.beta1,
          .beta2 = adam.beta2,
          .epsilon = adam.epsilon,
          .weight_decay = adam.weight_decay};
}

learn::OptimizerOptions options_of(const recipe::AdamW& adamw) {
  learn::OptimizerOptions options = options_of(static_cast<const recipe::Adam&>(adamw));
  options.kind = adamw.kName;
  return options;
}

learn::OptimizerOptions options_of(const recipe::Sgd& sgd) {
  return {.kind = sgd.kName,
          .learning_rate = sgd.rate,
          .weight_decay = sgd.weight_decay,
          .momentum = sgd.momentum,
          .has_nesterov = sgd.nesterov};
}

learn::OptimizerOptions options_of(const recipe::Adadelta& adadelta) {
  return {.kind = adadelta.kName,
          .learning_rate = adadelta.rate,
          .epsilon = adadelta.epsilon,
          .weight_decay = adadelta.weight_decay,
          .decay = adadelta.rho};
}

learn::OptimizerOptions options_of(const recipe::RmsProp& rmsprop) {
  return {.kind = rmsprop.kName,
          .learning_rate = rmsprop.rate,
          .epsilon = rmsprop.epsilon,
          .weight_decay = rmsprop.weight_decay,
          .momentum = rmsprop.momentum,
          .decay = rmsprop.alpha};
}

}  // namespace

learn::OptimizerOptions optimizer_options(const recipe::Optimizer& optimizer) {
  return std::visit([](const auto& options) { return options_of(options); }, optimizer);
}

Trainee::Trainee(std::string its_name, learn::NamedTensors its_parameters,
                 const recipe::Optimizer& its_optimizer)
    : name(std::move(its_name)), parameters(std::move(its_parameters)) {
  const learn::OptimizerOptions options = optimizer_options(its_optimizer);
  rate = options.learning_rate;
  optimizer = learn::make_optimizer(parameters, options);
}

void Trainee::set_trained(bool is_trained) const {
  for (const auto& [weight, tensor] : parameters) tensor.set_requires_grad(is_trained);
}

}  // namespace kintsugi::train
