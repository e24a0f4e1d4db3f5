#include "kintsugi/learn/optimizer.h"

#include <cmath>

#include "kintsugi/error.h"

namespace kintsugi::learn {

Optimizer::Optimizer(NamedTensors parameters, double rate, const std::vector<std::string>& slots)
    : parameters_(std::move(parameters)),
      rate_(rate),
      slot_names_(slots),
      num_steps_(parameters_.size(), 0) {
  for (const auto& [name, parameter] : parameters_) {
    std::vector<torch::Tensor> own;
    for (size_t i = 0; i < slots.size(); ++i) own.push_back(torch::zeros_like(parameter.detach()));
    slots_.push_back(std::move(own));
  }
}

void Optimizer::step() {
  const torch::NoGradGuard no_gradients;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    torch::Tensor& parameter = parameters_[i].second;
    if (!parameter.grad().defined()) continue;
    update(parameter, parameter.grad(), slots_[i], ++num_steps_[i]);
  }
}

void Optimizer::zero_grad() {
  for (auto& [name, parameter] : parameters_) parameter.mutable_grad().reset();
}

NamedTensors Optimizer::named_slots() const {
  NamedTensors all;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    for (size_t k = 0; k < slot_names_.size(); ++k) {
      all.emplace_back(slot_names_[k] + "/" + parameters_[i].first, slots_[i][k]);
    }
  }
  return all;
}

std::map<std::string, Tensor> Optimizer::state() const {
  std::map<std::string, Tensor> state = from_torch(named_slots());
  state["num_steps"] = Tensor::list(num_steps_);
  return state;
}

void Optimizer::load(const std::map<std::string, Tensor>& state) {
  NamedTensors all = named_slots();
  const torch::Tensor steps =
      torch::zeros({static_cast<int64_t>(num_steps_.size())}, torch::kInt64);
  all.emplace_back("num_steps", steps);
  copy_into(all, state, "state of the optimizer");
  const int64_t* first = steps.data_ptr<int64_t>();
  num_steps_.assign(first, first + num_steps_.size());
}

double clip_gradients(const NamedTensors& parameters, double max_norm) {
  const torch::NoGradGuard no_gradients;
  torch::Tensor squares;  // one number, so that a GPU is asked once
  for (const auto& [name, parameter] : parameters) {
    if (!parameter.grad().defined()) continue;
    const torch::Tensor norm = parameter.grad().norm().to(torch::kFloat64);
    squares = squares.defined() ? squares + norm * norm : norm * norm;
  }
  if (!squares.defined()) return 0;
  const double norm = std::sqrt(squares.item<double>());
  const double factor = max_norm / (norm + 1e-6);
  if (factor >= 1) return norm;
  for (const auto& [name, parameter] : parameters) {
    if (parameter.grad().defined()) parameter.grad().mul_(factor);
  }
  return norm;
}

}  // namespace kintsugi::learn
