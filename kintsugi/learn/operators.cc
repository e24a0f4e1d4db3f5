#include "kintsugi/learn/operators.h"

#include <map>

#include "kintsugi/error.h"

namespace kintsugi::learn {
namespace {

constexpr int64_t kFewChannels = 4;

std::map<std::string_view, const Function*> joined_tables() {
  std::map<std::string_view, const Function*> all;
  for (const auto family :
       {unary_functions(), arithmetic_functions(), selection_functions(), convolution_functions(),
        pooling_functions(), normalization_functions(), matrix_functions(), reduction_functions(),
        slicing_functions(), transpose_functions(), reshape_functions(), resize_functions(),
        constant_functions()}) {
    for (const Function& one : family) all[one.op] = &one;
  }
  return all;
}

}  // namespace

std::vector<int64_t> Call::list(size_t index) const {
  const torch::Tensor flat = inputs.at(index).to(torch::kCPU, torch::kInt64).contiguous();
  const auto* first = flat.data_ptr<int64_t>();
  return {first, first + flat.numel()};
}

double Call::number(size_t index) const {
  const torch::Tensor& x = inputs.at(index);
  check(x.numel() == 1, graph::describe(node), ": input ", index, " has ", x.numel(),
        " elements, expected 1");
  return x.item<double>();
}

torch::Tensor Call::low(const torch::Tensor& x) const {
  const bool is_low = pass.precision == Precision::kBf16 && x.defined();
  return is_low ? x.to(torch::kBFloat16) : x;
}

torch::Tensor Call::result(const torch::Tensor& x, int64_t channels) const {
  return channels <= kFewChannels ? widened(x) : x;
}

torch::Tensor widened(const torch::Tensor& x) {
  return x.scalar_type() == torch::kBFloat16 ? x.to(torch::kFloat32) : x;
}

std::pair<torch::Tensor, torch::Tensor> harmonized(const torch::Tensor& a, const torch::Tensor& b) {
  const bool is_a_low = a.scalar_type() == torch::kBFloat16;
  const bool is_b_low = b.scalar_type() == torch::kBFloat16;
  if (is_a_low && !is_b_low && b.is_floating_point() && b.numel() < a.numel()) {
    return {a, b.to(torch::kBFloat16)};
  }
  if (is_b_low && !is_a_low && a.is_floating_point() && a.numel() < b.numel()) {
    return {a.to(torch::kBFloat16), b};
  }
  return {a, b};
}

const Function* find_function(std::string_view op) {
  static const std::map<std::string_view, const Function*> list = joined_tables();
  const auto found = list.find(op);
  return found == list.end() ? nullptr : found->second;
}

}  // namespace kintsugi::learn
