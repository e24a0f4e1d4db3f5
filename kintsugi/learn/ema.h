#pragma once

#include <map>
#include <string>

#include "kintsugi/learn/graph_module.h"

namespace kintsugi::learn {

/// Exponential moving average of a module's weights: average <- decay average + (1 - decay) weight
/// after every step, the decay being at most (1 + steps) / (10 + steps) so that the first ones are
/// soon forgotten. Running statistics are copied.
class Ema {
 public:
  /// Starts with the module's present weights. The module must outlive this.
  Ema(const GraphModule& module, double decay);

  void update();

  /// The averages by name: what an exported model holds.
  std::map<std::string, Tensor> weights() const { return from_torch(averages_); }

  /// Gives the module the averages, and back what it had; for validation.
  void swap();

  /// "num_updates" and the averages; not to be asked for while swapped.
  std::map<std::string, Tensor> state() const;
  void load(const std::map<std::string, Tensor>& state);

 private:
  NamedTensors sources_;  // parameters, then buffers
  size_t num_learned_;
  NamedTensors averages_;
  double decay_;
  int64_t num_updates_ = 0;
};

}  // namespace kintsugi::learn
