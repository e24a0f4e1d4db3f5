#include "kintsugi/train/trainee.h"

namespace kintsugi::train {

Trainee::Trainee(std::string its_name, learn::NamedTensors its_parameters,
                 const recipe::Optimizer& its_optimizer)
    : name(std::move(its_name)),
      parameters(std::move(its_parameters)),
      optimizer(learn::make_optimizer(parameters, its_optimizer)),
      rate(optimizer->learning_rate()) {}

void Trainee::set_trained(bool is_trained) const {
  for (const auto& [weight, tensor] : parameters) tensor.set_requires_grad(is_trained);
}

}  // namespace kintsugi::train
