#pragma once

#include <torch/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/learn/tensors.h"

namespace kintsugi::learn {

/// An optimizer's numbers; those that do not belong to its kind are not looked at.
struct OptimizerOptions {
  std::string kind = "adam";
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;
  double momentum = 0;
  bool has_nesterov = false;
  double decay = 0.9;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("kind", o.kind, "adam, adamw, sgd, adadelta or rmsprop");
    field("learning-rate", o.learning_rate, "size of a step");
    field("beta1", o.beta1, "adam, adamw: decay of the mean of gradients");
    field("beta2", o.beta2, "adam, adamw: decay of the mean of squared gradients");
    field("epsilon", o.epsilon, "adam, adamw, adadelta, rmsprop: against division by zero");
    field("weight-decay", o.weight_decay, "pull of the weights to 0; adamw: apart from gradients");
    field("momentum", o.momentum, "sgd, rmsprop: share of the last step that goes on");
    field("nesterov", o.has_nesterov, "sgd: look ahead along the momentum");
    field("decay", o.decay, "adadelta (rho), rmsprop (alpha): decay of squared means");
  }
};

/// PyTorch's defaults for a kind: adadelta has learning rate 1, decay 0.9 and epsilon 1e-6; rmsprop
/// 0.01, 0.99 and 1e-8; sgd 1e-3; adamw weight decay 0.01. Errors: an unknown kind.
OptimizerOptions default_optimizer(const std::string& kind);

/// Changes parameters by their gradients (their `.grad()`), with PyTorch's formulas. A parameter
/// without a gradient is left alone. The same gradients give the same weights, bit for bit, also
/// after state() went through a file and load().
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;

  void step();
  void zero_grad();

  double learning_rate() const { return options_.learning_rate; }
  void set_learning_rate(double rate) { options_.learning_rate = rate; }
  const OptimizerOptions& options() const { return options_; }
  const NamedTensors& parameters() const { return parameters_; }

  /// All that a checkpoint must hold: "num_steps" (of each parameter; some may have been without
  /// gradients), and by slot and parameter "mean/conv1.weight". Not the learning rate.
  std::map<std::string, Tensor> state() const;
  /// Errors: names or sizes that do not fit; the optimizer is unchanged then.
  void load(const std::map<std::string, Tensor>& state);

 protected:
  Optimizer(NamedTensors parameters, const OptimizerOptions& options,
            const std::vector<std::string>& slots);

  /// Changes one parameter; `slots` are this parameter's tensors in the order of the constructor's
  /// names, zero at first. Gradients are off. `step` counts from 1.
  virtual void update(torch::Tensor& parameter, torch::Tensor gradient,
                      std::vector<torch::Tensor>& slots, int64_t step) const = 0;

  OptimizerOptions options_;

 private:
  NamedTensors named_slots() const;

  NamedTensors parameters_;
  std::vector<std::string> slot_names_;
  std::vector<std::vector<torch::Tensor>> slots_;  // by parameter
  std::vector<int64_t> num_steps_;                 // by parameter
};

/// Errors: an unknown kind, a number out of its range.
std::unique_ptr<Optimizer> make_optimizer(NamedTensors parameters, const OptimizerOptions& options);

/// Scales all gradients so that their norm together is at most `max_norm` (PyTorch's
/// clip_grad_norm_: by max_norm / (norm + 1e-6)). Returns the norm before.
double clip_gradients(const NamedTensors& parameters, double max_norm);

}  // namespace kintsugi::learn
