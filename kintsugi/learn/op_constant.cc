#include <algorithm>

#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

Tensors shape(const Call& call) {
  const Sizes sizes = call[0].sizes().vec();
  const int64_t rank = call[0].dim();
  const auto within = [&](int64_t at) {
    return std::clamp<int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const int64_t start = within(call.node.integer("start", 0));
  const int64_t end = std::max(start, within(call.node.integer("end", rank)));
  return {torch::tensor(Sizes(sizes.begin() + start, sizes.begin() + end), torch::kInt64)};
}

Tensors size(const Call& call) { return {torch::scalar_tensor(call[0].numel(), torch::kInt64)}; }

// What nullptr stands by makes descriptions, or constants of them, alone.
constexpr Function kConstant[] = {
    {"Shape", shape},   {"Size", size}, {"Constant", nullptr}, {"ConstantOfShape", nullptr},
    {"Range", nullptr},
};

}  // namespace

std::span<const Function> constant_functions() { return kConstant; }

}  // namespace kintsugi::learn
