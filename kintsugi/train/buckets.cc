#include "kintsugi/train/buckets.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/utils/lambda_post_hook.h>
#include <torch/csrc/autograd/variable.h>

namespace kintsugi::train {

using torch::autograd::variable_list;

void Buckets::begin(const learn::NamedTensors& parameters) {
  buckets_.clear();
  bucket_of_.clear();
  num_started_ = 0;
  int64_t num_bytes = max_bytes_;
  for (auto at = parameters.rbegin(); at != parameters.rend(); ++at) {
    const torch::Tensor& parameter = at->second;
    if (!parameter.requires_grad()) continue;
    watch(parameter);
    if (num_bytes >= max_bytes_) buckets_.emplace_back(), num_bytes = 0;
    num_bytes += static_cast<int64_t>(parameter.nbytes());
    buckets_.back().parameters.push_back(parameter);
    ++buckets_.back().num_missing;
    bucket_of_[parameter.unsafeGetTensorImpl()] = buckets_.size() - 1;
  }
}

/// Has `arrived` called whenever a backward pass has put a gradient into the parameter.
void Buckets::watch(const torch::Tensor& parameter) {
  const void* key = parameter.unsafeGetTensorImpl();
  if (watched_.contains(key)) return;
  const auto accumulator = torch::autograd::impl::grad_accumulator(parameter);
  accumulator->add_post_hook(std::make_unique<torch::autograd::utils::LambdaPostHook>(
      [this, key](const variable_list& outputs, const variable_list&) {
        arrived(key);
        return outputs;
      }));
  watched_[key] = accumulator;
}

void Buckets::arrived(const void* parameter) {
  const auto found = bucket_of_.find(parameter);
  if (found == bucket_of_.end()) return;
  --buckets_[found->second].num_missing;
  while (num_started_ < buckets_.size() && buckets_[num_started_].num_missing == 0) {
    start(buckets_[num_started_++]);
  }
}

void Buckets::start(Bucket& bucket) {
  const torch::NoGradGuard no_gradients;
  std::vector<torch::Tensor> parts;
  for (const torch::Tensor& parameter : bucket.parameters) {
    const torch::Tensor gradient = parameter.grad();
    parts.push_back((gradient.defined() ? gradient : torch::zeros_like(parameter)).reshape({-1}));
  }
  bucket.flat = torch::cat(parts);
  bucket.wait = start_sum_(bucket.flat);
}

void Buckets::finish() {
  const torch::NoGradGuard no_gradients;
  while (num_started_ < buckets_.size()) start(buckets_[num_started_++]);
  for (Bucket& bucket : buckets_) {
    bucket.wait();
    bucket.flat.div_(size_);
    int64_t at = 0;
    for (torch::Tensor& parameter : bucket.parameters) {
      const torch::Tensor mean = bucket.flat.narrow(0, at, parameter.numel());
      at += parameter.numel();
      if (!parameter.grad().defined()) parameter.mutable_grad() = torch::zeros_like(parameter);
      parameter.grad().copy_(mean.view_as(parameter));
    }
  }
  buckets_.clear();
  bucket_of_.clear();
}

}  // namespace kintsugi::train
