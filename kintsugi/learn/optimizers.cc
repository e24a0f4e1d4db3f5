#include <cmath>
#include <string_view>

#include "kintsugi/error.h"
#include "kintsugi/learn/optimizer.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;
using Slots = std::vector<std::string>;

// Kingma and Ba 2015; the decoupled weight decay of Loshchilov and Hutter 2019.
class Adam : public Optimizer {
 public:
  Adam(NamedTensors parameters, const recipe::Adam& options, bool is_decoupled = false)
      : Optimizer(std::move(parameters), options.rate, {"mean", "square"}),
        options_(options),
        is_decoupled_(is_decoupled) {}

 private:
  void update(Tensor& parameter, Tensor gradient, std::vector<Tensor>& slots,
              int64_t step) const override {
    const recipe::Adam& o = options_;
    const auto t = static_cast<double>(step);
    if (o.weight_decay != 0 && is_decoupled_) {
      parameter.mul_(1 - learning_rate() * o.weight_decay);
    } else if (o.weight_decay != 0) {
      gradient = gradient.add(parameter, o.weight_decay);
    }
    slots[0].mul_(o.beta1).add_(gradient, 1 - o.beta1);
    slots[1].mul_(o.beta2).addcmul_(gradient, gradient, 1 - o.beta2);
    const double mean_bias = 1 - std::pow(o.beta1, t), square_bias = 1 - std::pow(o.beta2, t);
    const Tensor scale = slots[1].sqrt().div_(std::sqrt(square_bias)).add_(o.epsilon);
    parameter.addcdiv_(slots[0], scale, -learning_rate() / mean_bias);
  }

  recipe::Adam options_;
  bool is_decoupled_;
};

class Sgd : public Optimizer {
 public:
  Sgd(NamedTensors parameters, const recipe::Sgd& options)
      : Optimizer(std::move(parameters), options.rate,
                  options.momentum != 0 ? Slots{"velocity"} : Slots{}),
        options_(options) {}

 private:
  void update(Tensor& parameter, Tensor gradient, std::vector<Tensor>& slots,
              int64_t /*step*/) const override {
    const recipe::Sgd& o = options_;
    if (o.weight_decay != 0) gradient = gradient.add(parameter, o.weight_decay);
    if (o.momentum != 0) {
      slots[0].mul_(o.momentum).add_(gradient);
      gradient = o.nesterov ? gradient.add(slots[0], o.momentum) : slots[0];
    }
    parameter.add_(gradient, -learning_rate());
  }

  recipe::Sgd options_;
};

// Zeiler 2012, algorithm 1, times a learning rate.
class Adadelta : public Optimizer {
 public:
  Adadelta(NamedTensors parameters, const recipe::Adadelta& options)
      : Optimizer(std::move(parameters), options.rate, {"square", "step_square"}),
        options_(options) {}

 private:
  void update(Tensor& parameter, Tensor gradient, std::vector<Tensor>& slots,
              int64_t /*step*/) const override {
    const recipe::Adadelta& o = options_;
    if (o.weight_decay != 0) gradient = gradient.add(parameter, o.weight_decay);
    slots[0].mul_(o.rho).addcmul_(gradient, gradient, 1 - o.rho);
    const Tensor scale = slots[0].add(o.epsilon).sqrt_();
    const Tensor change = slots[1].add(o.epsilon).sqrt_().div_(scale).mul_(gradient);
    slots[1].mul_(o.rho).addcmul_(change, change, 1 - o.rho);
    parameter.add_(change, -learning_rate());
  }

  recipe::Adadelta options_;
};

// Tieleman and Hinton 2012.
class RmsProp : public Optimizer {
 public:
  RmsProp(NamedTensors parameters, const recipe::RmsProp& options)
      : Optimizer(std::move(parameters), options.rate,
                  options.momentum != 0 ? Slots{"square", "velocity"} : Slots{"square"}),
        options_(options) {}

 private:
  void update(Tensor& parameter, Tensor gradient, std::vector<Tensor>& slots,
              int64_t /*step*/) const override {
    const recipe::RmsProp& o = options_;
    if (o.weight_decay != 0) gradient = gradient.add(parameter, o.weight_decay);
    slots[0].mul_(o.alpha).addcmul_(gradient, gradient, 1 - o.alpha);
    const Tensor scale = slots[0].sqrt().add_(o.epsilon);
    if (o.momentum == 0) {
      parameter.addcdiv_(gradient, scale, -learning_rate());
      return;
    }
    slots[1].mul_(o.momentum).addcdiv_(gradient, scale);
    parameter.add_(slots[1], -learning_rate());
  }

  recipe::RmsProp options_;
};

/// Shares and decays lie in [0, 1].
template <class Options>
void check_ranges(const Options& options) {
  Options copy = options;  // `fields` visits values that may change
  Options::fields(copy, [](const std::string_view name, const auto& value, const char*) {
    const double most = name == "rate" || name == "weight-decay" ? 1e6 : 1;
    const auto number = static_cast<double>(value);
    check(number >= 0 && number <= most, "optimizer: ", name, " is ", number, ", expected 0 to ",
          most);
  });
}

std::unique_ptr<Optimizer> make(NamedTensors parameters, const recipe::Adam& options) {
  return std::make_unique<Adam>(std::move(parameters), options);
}
std::unique_ptr<Optimizer> make(NamedTensors parameters, const recipe::AdamW& options) {
  return std::make_unique<Adam>(std::move(parameters), options, /*is_decoupled=*/true);
}
std::unique_ptr<Optimizer> make(NamedTensors parameters, const recipe::Sgd& options) {
  return std::make_unique<Sgd>(std::move(parameters), options);
}
std::unique_ptr<Optimizer> make(NamedTensors parameters, const recipe::Adadelta& options) {
  return std::make_unique<Adadelta>(std::move(parameters), options);
}
std::unique_ptr<Optimizer> make(NamedTensors parameters, const recipe::RmsProp& options) {
  return std::make_unique<RmsProp>(std::move(parameters), options);
}

}  // namespace

std::unique_ptr<Optimizer> make_optimizer(NamedTensors parameters,
                                          const recipe::Optimizer& options) {
  return std::visit(
      [&](const auto& kind) {
        check_ranges(kind);
        return make(std::move(parameters), kind);
      },
      options);
}

}  // namespace kintsugi::learn
