#include "kintsugi/learn/tensors.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <sstream>
#include <thread>

#include "kintsugi/error.h"

namespace kintsugi::learn {
namespace {

struct TypePair {
  DataType ours;
  torch::ScalarType theirs;
};
constexpr TypePair kTypes[] = {
    {DataType::kFloat32, torch::kFloat32},   {DataType::kFloat16, torch::kFloat16},
    {DataType::kBFloat16, torch::kBFloat16}, {DataType::kInt64, torch::kInt64},
    {DataType::kInt32, torch::kInt32},       {DataType::kUInt8, torch::kUInt8},
    {DataType::kBool, torch::kBool},
};

}  // namespace

torch::ScalarType to_torch(DataType type) {
  for (const TypePair& pair : kTypes) {
    if (pair.ours == type) return pair.theirs;
  }
  throw Error("LibTorch has no type for " + std::string(name(type)));
}

torch::Tensor to_torch(const Tensor& tensor) {
  torch::Tensor result = torch::empty(tensor.sizes(), to_torch(tensor.type()));
  if (tensor.size() > 0) {
    std::memcpy(result.data_ptr(), tensor.bytes().data(), tensor.bytes().size());
  }
  return result;
}

Tensor from_torch(const torch::Tensor& tensor) {
  torch::Tensor plain = tensor.detach().to(torch::kCPU).contiguous();
  if (plain.scalar_type() == torch::kFloat64) plain = plain.to(torch::kFloat32);
  for (const TypePair& pair : kTypes) {
    if (pair.theirs != plain.scalar_type()) continue;
    const auto* bytes = static_cast<const uint8_t*>(plain.data_ptr());
    return Tensor(pair.ours, plain.sizes().vec(), {bytes, plain.nbytes()});
  }
  throw Error(std::string("there is no tensor type for LibTorch's ") +
              c10::toString(plain.scalar_type()));
}

std::map<std::string, Tensor> from_torch(const NamedTensors& tensors) {
  std::map<std::string, Tensor> result;
  for (const auto& [name, tensor] : tensors) result[name] = from_torch(tensor);
  return result;
}

void copy_into(const NamedTensors& targets, const std::map<std::string, Tensor>& values,
               const std::string& what) {
  std::ostringstream wrong;
  std::set<std::string> known;
  for (const auto& [name, target] : targets) {
    known.insert(name);
    const auto found = values.find(name);
    if (found == values.end()) {
      wrong << "; " << name << " is missing";
    } else if (found->second.sizes() != target.sizes().vec()) {
      wrong << "; " << name << " is " << to_string(found->second.sizes()) << ", expected "
            << to_string(target.sizes().vec());
    }
  }
  for (const auto& [name, value] : values) {
    if (!known.contains(name)) wrong << "; " << name << " is not expected";
  }
  check(wrong.str().empty(), what, wrong.str());
  const torch::NoGradGuard no_gradients;
  for (const auto& [name, target] : targets) target.copy_(to_torch(values.at(name)));
}

void set_num_threads(int64_t count) {
  if (count <= 0) count = std::max(1u, std::thread::hardware_concurrency());
  at::set_num_threads(static_cast<int>(count));
}

}  // namespace kintsugi::learn
