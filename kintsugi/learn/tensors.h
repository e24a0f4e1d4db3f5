#pragma once

#include <torch/types.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "kintsugi/base/tensor.h"

namespace kintsugi::learn {

/// Tensors by name, such as the inputs and outputs of a network.
using TensorMap = std::map<std::string, torch::Tensor>;

/// Tensors by name in an order that means something, such as the parameters of a network.
using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// LibTorch's name of a type.
torch::ScalarType to_torch(DataType type);

/// A copy on the CPU, of the same type and sizes.
torch::Tensor to_torch(const Tensor& tensor);

/// A copy of any tensor: row-major, from any device and memory format; float64 becomes f32.
/// Errors: a type that kintsugi::Tensor lacks.
Tensor from_torch(const torch::Tensor& tensor);

/// The same for many.
std::map<std::string, Tensor> from_torch(const NamedTensors& tensors);

/// Copies `values` into `targets`, whose memory stays where it is: how checkpoints are read.
/// `what` begins the messages. Errors: names that are missing, not expected, or have other sizes,
/// all of them in one message; nothing is copied then.
void copy_into(const NamedTensors& targets, const std::map<std::string, Tensor>& values,
               const std::string& what);

/// The number of threads that one operator of LibTorch computes with on the CPU; LibTorch alone
/// may pick one. 0: as many as the processor has.
void set_num_threads(int64_t count);

}  // namespace kintsugi::learn
