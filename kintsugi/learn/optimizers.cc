#include <cmath>

#include "kintsugi/error.h"
#include "kintsugi/learn/optimizer.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

// Kingma and Ba 2015; the decoupled weight decay of Loshchilov and Hutter 2019.
class Adam : public Optimizer {
 public:
  Adam(NamedTensors parameters, const OptimizerOptions& options)
      : Optimizer(std::move(parameters), options, {"mean", "square"}) {}

 private:
  void update(Tensor& parameter, Tensor gradient, std::vector<Tensor>& slots,
              int64_t step) const override {
    const OptimizerOptions& o = options_;
    const auto t = static_cast<double>(step);
    if (o.weight_decay != 0 && o.kind == "adamw") {
      parameter.mul_(1 - o.learning_rate * o.weight_decay);
    } else if (o.weight_decay != 0) {
      gradient = gradient.add(parameter, o.weight_decay);
    }
    slots[0].mul_(o.beta1).add_(gradient, 1 - o.beta1);
    slots[1].mul_(o.beta2).addcmul_(gradient, gradient, 1 - o.beta2);
    const double mean_bias = 1 - std::pow(o.beta1, t), square_bias = 1 - std::pow(o.beta2, t);
    const Tensor scale = slots[1].sqrt().div_(std::sqrt(square_bias)).add_(o.epsilon);
    parameter.addcdiv_(slots[0], scale, -o.learning_rate / mean_bias);
  }
};

class Sgd : public Optimizer {
 public:
  Sgd(NamedTensors parameters, const OptimizerOptions& options)
      : Optimizer(std::move(parameters), options,
                  options.momentum != 0 ? std::vector<std::string>{"velocity"}
                                        : std::vector<std::string>{}) {}

 private:
  void update(Tensor& parameter, Tensor gradient, std::vector<Tensor>& slots,
              int64_t /*step*/) const override {
    const OptimizerOptions& o = options_;
    if (o.weight_decay != 0) gradient = gradient.add(parameter, o.weight_decay);
    if (o.momentum != 0) {
      slots[0].mul_(o.momentum).add_(gradient);
      gradient = o.has_nesterov ? gradient.add(slots[0], o.momentum) : slots[0];
    }
    parameter.add_(gradient, -o.learning_rate);
  }
};

// Zeiler 2012, algorithm 1, times a learning rate.
class Adadelta : public Optimizer {
 public:
  Adadelta(NamedTensors parameters, const OptimizerOptions& options)
      : Optimizer(std::move(parameters), options, {"square", "step_square"}) {}

 private:
  void update(Tensor& parameter, Tensor gradient, std::vector<Tensor>& slots,
              int64_t /*step*/) const override {
    const OptimizerOptions& o = options_;
    if (o.weight_decay != 0) gradient = gradient.add(parameter, o.weight_decay);
    slots[0].mul_(o.decay).addcmul_(gradient, gradient, 1 - o.decay);
    const Tensor scale = slots[0].add(o.epsilon).sqrt_();
    const Tensor change = slots[1].add(o.epsilon).sqrt_().div_(scale).mul_(gradient);
    slots[1].mul_(o.decay).addcmul_(change, change, 1 - o.decay);
    parameter.add_(change, -o.learning_rate);
  }
};

// Tieleman and Hinton 2012.
class RmsProp : public Optimizer {
 public:
  RmsProp(NamedTensors parameters, const OptimizerOptions& options)
      : Optimizer(std::move(parameters), options,
                  options.momentum != 0 ? std::vector<std::string>{"square", "velocity"}
                                        : std::vector<std::string>{"square"}) {}

 private:
  void update(Tensor& parameter, Tensor gradient, std::vector<Tensor>& slots,
              int64_t /*step*/) const override {
    const OptimizerOptions& o = options_;
    if (o.weight_decay != 0) gradient = gradient.add(parameter, o.weight_decay);
    slots[0].mul_(o.decay).addcmul_(gradient, gradient, 1 - o.decay);
    const Tensor scale = slots[0].sqrt().add_(o.epsilon);
    if (o.momentum == 0) {
      parameter.addcdiv_(gradient, scale, -o.learning_rate);
      return;
    }
    slots[1].mul_(o.momentum).addcdiv_(gradient, scale);
    parameter.add_(slots[1], -o.learning_rate);
  }
};

void check_range(const char* name, double value, double low, double high) {
  check(value >= low && value <= high, "optimizer: ", name, " is ", value, ", expected ", low,
        " to ", high);
}

}  // namespace

OptimizerOptions default_optimizer(const std::string& kind) {
  if (kind == "adam") return {.kind = kind};
  if (kind == "adamw") return {.kind = kind, .weight_decay = 0.01};
  if (kind == "sgd") return {.kind = kind};
  if (kind == "adadelta") return {.kind = kind, .learning_rate = 1, .epsilon = 1e-6};
  check(kind == "rmsprop", "optimizer is '", kind,
        "', expected adam, adamw, sgd, adadelta or rmsprop");
  return {.kind = kind, .learning_rate = 0.01, .decay = 0.99};
}

std::unique_ptr<Optimizer> make_optimizer(NamedTensors parameters,
                                          const OptimizerOptions& options) {
  default_optimizer(options.kind);  // an Error if there is none
  check_range("learning rate", options.learning_rate, 0, 1e6);
  check_range("beta1", options.beta1, 0, 1);
  check_range("beta2", options.beta2, 0, 1);
  check_range("epsilon", options.epsilon, 0, 1);
  check_range("weight decay", options.weight_decay, 0, 1e6);
  check_range("momentum", options.momentum, 0, 1);
  check_range("decay", options.decay, 0, 1);
  if (options.kind == "sgd") return std::make_unique<Sgd>(std::move(parameters), options);
  if (options.kind == "adadelta") return std::make_unique<Adadelta>(std::move(parameters), options);
  if (options.kind == "rmsprop") return std::make_unique<RmsProp>(std::move(parameters), options);
  return std::make_unique<Adam>(std::move(parameters), options);
}

}  // namespace kintsugi::learn
