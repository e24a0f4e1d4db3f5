#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "kintsugi/learn/tensors.h"

namespace kintsugi::train {

/// Adds a tensor up over all processes; the returned function waits for it.
using StartSum = std::function<std::function<void()>(torch::Tensor& flat)>;

/// Gradients in buckets, each summed over processes as soon as the backward pass has computed all
/// of it, while it computes the next (as PyTorch's DistributedDataParallel: Li et al. 2020, section
/// 3.2). Buckets start in the same order everywhere, from the last parameters to the first.
class Buckets {
 public:
  Buckets(StartSum start_sum, int size, int64_t max_bytes = 4 << 20)
      : start_sum_(std::move(start_sum)), size_(size), max_bytes_(max_bytes) {}

  /// Before the backward pass; looks at parameters that want gradients alone.
  void begin(const learn::NamedTensors& parameters);
  /// After it: the gradients are means. A parameter without a gradient counts as zeros.
  void finish();

 private:
  struct Bucket {
    std::vector<torch::Tensor> parameters;
    size_t num_missing = 0;
    torch::Tensor flat = {};
    std::function<void()> wait = {};
  };

  void watch(const torch::Tensor& parameter);
  void arrived(const void* parameter);
  void start(Bucket& bucket);

  StartSum start_sum_;
  int size_;
  int64_t max_bytes_;
  std::vector<Bucket> buckets_;
  size_t num_started_ = 0;
  std::map<const void*, size_t> bucket_of_;               // parameters of this pass
  std::map<const void*, std::shared_ptr<void>> watched_;  // all that were ever seen
};

}  // namespace kintsugi::train
