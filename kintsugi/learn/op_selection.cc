#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

Tensors clip(const Call& call) {
  Tensor result = call[0];
  if (call.has(1) && call.has(2)) return {at::clamp(result, call.number(1), call.number(2))};
  if (call.has(1)) result = at::clamp_min(result, call.number(1));
  if (call.has(2)) result = at::clamp_max(result, call.number(2));
  return {result};
}

// x for x > 0, slope x below; the slope may be a picture's, which at::prelu does not know.
Tensors prelu(const Call& call) {
  const auto [x, slope] = harmonized(call[0], call[1]);
  return {at::relu(x) - slope * at::relu(-x)};
}

Tensors where(const Call& call) {
  const auto [yes, no] = harmonized(call[1], call[2]);
  const auto type = at::result_type(yes, no);
  return {at::where(call[0].to(torch::kBool), yes.to(type), no.to(type))};
}

constexpr Function kSelection[] = {
    {"Clip", clip},
    {"PRelu", prelu},
    {"Where", where},
};

}  // namespace

std::span<const Function> selection_functions() { return kSelection; }

}  // namespace kintsugi::learn
