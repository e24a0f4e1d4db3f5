#pragma once

#include <torch/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/learn/tensors.h"
#include "kintsugi/recipe/optimizers.h"

namespace kintsugi::learn {

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

  double learning_rate() const { return rate_; }
  void set_learning_rate(double rate) { rate_ = rate; }
  const NamedTensors& parameters() const { return parameters_; }

  /// All that a checkpoint must hold: "num_steps" (of each parameter; some may have been without
  /// gradients), and by slot and parameter "mean/conv1.weight". Not the learning rate.
  std::map<std::string, Tensor> state() const;
  /// Errors: names or sizes that do not fit; the optimizer is unchanged then.
  void load(const std::map<std::string, Tensor>& state);

 protected:
  Optimizer(NamedTensors parameters, double rate, const std::vector<std::string>& slots);

  /// Changes one parameter; `slots` are this parameter's tensors in the order of the constructor's
  /// names, zero at first. Gradients are off. `step` counts from 1.
  virtual void update(torch::Tensor& parameter, torch::Tensor gradient,
                      std::vector<torch::Tensor>& slots, int64_t step) const = 0;

 private:
  NamedTensors named_slots() const;

  NamedTensors parameters_;
  double rate_;
  std::vector<std::string> slot_names_;
  std::vector<std::vector<torch::Tensor>> slots_;  // by parameter
  std::vector<int64_t> num_steps_;                 // by parameter
};

/// Errors: a number out of its range.
std::unique_ptr<Optimizer> make_optimizer(NamedTensors parameters,
                                          const recipe::Optimizer& options);

/// Scales all gradients so that their norm together is at most `max_norm` (PyTorch's
/// clip_grad_norm_: by max_norm / (norm + 1e-6)). Returns the norm before.
double clip_gradients(const NamedTensors& parameters, double max_norm);

}  // namespace kintsugi::learn
