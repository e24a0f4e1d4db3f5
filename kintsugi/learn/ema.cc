#include "kintsugi/learn/ema.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi::learn {
namespace {

NamedTensors copies(const NamedTensors& tensors) {
  NamedTensors result;
  for (const auto& [name, tensor] : tensors) result.emplace_back(name, tensor.detach().clone());
  return result;
}

}  // namespace

Ema::Ema(const GraphModule& module, double decay)
    : sources_(module.parameters()), num_learned_(sources_.size()), decay_(decay) {
  check(decay >= 0 && decay < 1, "the decay of a moving average is ", decay,
        ", expected at least 0 and less than 1");
  sources_.insert(sources_.end(), module.buffers().begin(), module.buffers().end());
  averages_ = copies(sources_);
}

void Ema::update() {
  const torch::NoGradGuard no_gradients;
  const auto steps = static_cast<double>(++num_updates_);
  const double decay = std::min(decay_, (1 + steps) / (10 + steps));
  for (size_t i = 0; i < sources_.size(); ++i) {
    if (i < num_learned_) {
      averages_[i].second.lerp_(sources_[i].second, 1 - decay);
    } else {
      averages_[i].second.copy_(sources_[i].second);
    }
  }
}

void Ema::swap() {
  const torch::NoGradGuard no_gradients;
  for (size_t i = 0; i < sources_.size(); ++i) {
    const torch::Tensor held = sources_[i].second.detach().clone();
    sources_[i].second.copy_(averages_[i].second);
    averages_[i].second.copy_(held);
  }
}

std::map<std::string, Tensor> Ema::state() const {
  std::map<std::string, Tensor> state = from_torch(averages_);
  state["num_updates"] = Tensor::scalar(num_updates_);
  return state;
}

void Ema::load(const std::map<std::string, Tensor>& state) {
  NamedTensors all = averages_;
  const torch::Tensor count = torch::zeros({}, torch::kInt64);
  all.emplace_back("num_updates", count);
  copy_into(all, state, "moving average");
  num_updates_ = count.item<int64_t>();
}

}  // namespace kintsugi::learn
