#include <algorithm>
#include <cmath>

#include "kintsugi/graph/families.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph {
namespace {

Infos infer_clip(const Operands& in) {
  for (size_t i = 1; i < in.count(); ++i) {
    in.check(!in.has(i) || num_elements(in.shape(i)) == Dim(1), "limits must be single numbers");
  }
  return infer_same(in);
}

Infos infer_prelu(const Operands& in) {
  in.check(may_be_equal(broadcast(in, in.shape(0), in.shape(1)), in.shape(0)), "slope is ",
           to_string(in.shape(1)), " for an input ", to_string(in.shape(0)));
  return infer_same(in);
}

Infos infer_where(const Operands& in) {
  in.check(in[0].type == DataType::kBool, "condition is ", name(in[0].type), ", expected bool");
  in.check(in[1].type == in[2].type, "inputs are ", name(in[1].type), " and ", name(in[2].type),
           ", expected one type");
  return {{in[1].type, broadcast_shape(in), {}, {}}};
}

std::optional<Elements> where_elements(const Operands& in, const ValueInfo&) {
  const auto condition = elements_of(in[0]), yes = elements_of(in[1]), no = elements_of(in[2]);
  if (!condition || !yes || !no || condition->empty()) return {};
  if (yes->size() != condition->size() || no->size() != condition->size()) return {};
  Elements result;
  for (size_t i = 0; i < condition->size(); ++i) {
    if (!(*condition)[i].is_known()) return {};
    result.push_back((*condition)[i] == Dim(0) ? (*no)[i] : (*yes)[i]);
  }
  return result;
}

template <class T>
Tensor clipped(const Tensor& x, const std::optional<T>& low, const std::optional<T>& high) {
  std::vector<T> result(x.values<T>().begin(), x.values<T>().end());
  for (T& value : result) {
    if (value != value) continue;  // NaN
    if (low) value = std::max(*low, value);
    if (high) value = std::min(*high, value);
  }
  return Tensor(x.sizes(), std::move(result));
}

Tensors run_clip(const KernelCall& call) {
  const auto clip = [&]<class T>(T) {
    const auto limit = [&](size_t input) -> std::optional<T> {
      if (!call.has(input)) return {};
      constexpr auto kType = std::is_same_v<T, float> ? DataType::kFloat32 : DataType::kInt64;
      return call.inputs[input].to(kType).template values<T>()[0];
    };
    return clipped<T>(call.inputs[0], limit(1), limit(2));
  };
  return {call.is_float() ? clip(float{}) : clip(int64_t{})};
}

Tensors run_prelu(const KernelCall& call) {
  return {zip<float, float>(call.inputs[0].to(DataType::kFloat32),
                            call.inputs[1].to(DataType::kFloat32), call.output_sizes[0],
                            [](float x, float slope) { return x < 0 ? slope * x : x; })};
}

Tensors run_where(const KernelCall& call) {
  const auto pick = [&]<class T>(T) {
    const Sizes& sizes = call.output_sizes[0];
    const auto condition = call.inputs[0].values<int64_t>();
    const auto yes = call.inputs[1].values<T>(), no = call.inputs[2].values<T>();
    std::vector<T> result;
    walk<3>(sizes,
            {broadcast_strides(call.inputs[0].sizes(), sizes),
             broadcast_strides(call.inputs[1].sizes(), sizes),
             broadcast_strides(call.inputs[2].sizes(), sizes)},
            [&](const auto& at) { result.push_back(condition[at[0]] ? yes[at[1]] : no[at[2]]); });
    return Tensor(sizes, std::move(result));
  };
  return {call.inputs[1].type() == DataType::kFloat32 ? pick(float{}) : pick(int64_t{})};
}

using Kind = ElementKind;

// Pointwise functions whose operands are not alike: what is chosen, what is limited and by what.
constexpr Operator kSelection[] = {
    {"Clip", 1, 3, infer_clip, run_clip, Positions::kKept},
    {"PRelu", 2, 2, infer_prelu, run_prelu, Positions::kKept, nullptr, {.kind = Kind::kPRelu}},
    {"Where",
     3,
     3,
     infer_where,
     run_where,
     Positions::kKept,
     where_elements,
     {.kind = Kind::kWhere}},
};

}  // namespace

std::span<const Operator> selection_operators() { return kSelection; }

}  // namespace kintsugi::graph
