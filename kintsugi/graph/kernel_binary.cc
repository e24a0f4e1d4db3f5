#include <algorithm>
#include <cmath>

#include "kintsugi/error.h"
#include "kintsugi/graph/kernels.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph::kernels {
namespace {

// Integers are computed as such: a shape must not pass through 24 bits of fraction.
int64_t integer_binary(std::string_view op, int64_t a, int64_t b, bool is_fmod = false) {
  int64_t result = 0;
  bool is_overflow = false;
  if (op == "Add" || op == "Sum") {
    is_overflow = __builtin_add_overflow(a, b, &result);
  } else if (op == "Sub") {
    is_overflow = __builtin_sub_overflow(a, b, &result);
  } else if (op == "Mul") {
    is_overflow = __builtin_mul_overflow(a, b, &result);
  } else if (op == "Div" || op == "Mod") {
    check(b != 0, op, ": an integer is divided by zero");
    if (b == -1) return op == "Mod" ? 0 : integer_binary("Sub", 0, a);
    if (op == "Div") return a / b;
    result = a % b;
    return !is_fmod && result != 0 && (result < 0) != (b < 0) ? result + b : result;
  } else if (op == "Pow") {
    return static_cast<int64_t>(
        std::clamp(std::pow(static_cast<double>(a), static_cast<double>(b)), -0x1p62, 0x1p62));
  } else if (op == "Min") {
    return std::min(a, b);
  } else if (op == "Max") {
    return std::max(a, b);
  } else if (op == "And") {
    return a && b;
  } else if (op == "Or") {
    return a || b;
  } else if (op == "Xor") {
    return !a != !b;
  }
  check(!is_overflow, op, ": ", a, " and ", b, " leave the range of integers");
  return result;
}

float float_binary(std::string_view op, float a, float b, bool is_fmod) {
  if (op == "Add" || op == "Sum" || op == "Mean") return a + b;
  if (op == "Sub") return a - b;
  if (op == "Mul") return a * b;
  if (op == "Div") return a / b;
  if (op == "Pow") return std::pow(a, b);
  if (op == "Min") return std::isnan(a) ? a : std::min(b, a);
  if (op == "Max") return std::isnan(a) ? a : std::max(b, a);
  const float rest = std::fmod(a, b);
  return !is_fmod && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

template <class T>
bool compare(std::string_view op, T a, T b) {
  if (op == "Equal") return a == b;
  if (op == "Less") return a < b;
  if (op == "LessOrEqual") return a <= b;
  if (op == "Greater") return a > b;
  return a >= b;
}

bool is_comparison(std::string_view op) {
  return op == "Equal" || op.starts_with("Less") || op.starts_with("Greater");
}

// result[i] = f(a[i], b[i]), both broadcast to `sizes`.
template <class Result, class T, class F>
Tensor zip(const Tensor& a, const Tensor& b, const Sizes& sizes, F f) {
  const auto left = a.values<T>(), right = b.values<T>();
  std::vector<Result> result;
  result.reserve(num_elements(sizes));
  walk<2>(sizes, {broadcast_strides(a.sizes(), sizes), broadcast_strides(b.sizes(), sizes)},
          [&](const auto& at) { result.push_back(f(left[at[0]], right[at[1]])); });
  return Tensor(sizes, std::move(result));
}

Tensor combine(const Node& node, const Tensor& a, const Tensor& b, const Sizes& sizes) {
  const std::string_view op = node.op;
  const bool is_float = a.type() == DataType::kFloat32;
  if (is_comparison(op)) {
    const auto as_number = [&](auto x, auto y) -> int64_t { return compare(op, x, y); };
    return is_float ? zip<int64_t, float>(a, b, sizes, as_number)
                    : zip<int64_t, int64_t>(a, b, sizes, as_number);
  }
  const bool is_fmod = node.integer("fmod", 0) != 0;
  if (!is_float) {
    return zip<int64_t, int64_t>(a, b.to(DataType::kInt64), sizes, [&](int64_t x, int64_t y) {
      return integer_binary(op, x, y, is_fmod);
    });
  }
  // The common ones without a look at the name per element.
  const Tensor floats = b.to(DataType::kFloat32);
  if (op == "Add")
    return zip<float, float>(a, floats, sizes, [](float x, float y) { return x + y; });
  if (op == "Mul")
    return zip<float, float>(a, floats, sizes, [](float x, float y) { return x * y; });
  return zip<float, float>(a, floats, sizes,
                           [&](float x, float y) { return float_binary(op, x, y, is_fmod); });
}

Sizes broadcast_sizes(const Sizes& a, const Sizes& b) {
  Sizes wide = a.size() >= b.size() ? a : b;
  const Sizes& other = a.size() >= b.size() ? b : a;
  for (size_t i = 0; i < other.size(); ++i) {
    int64_t& extent = wide[wide.size() - other.size() + i];
    if (extent == 1) extent = other[i];
  }
  return wide;
}

}  // namespace

Tensors binary(const KernelCall& call) {
  Tensor result = call.inputs[0];
  for (size_t i = 1; i < call.inputs.size(); ++i) {
    if (!call.has(i)) continue;
    result = combine(call.node, result, call.inputs[i],
                     broadcast_sizes(result.sizes(), call.inputs[i].sizes()));
  }
  return {result};
}

Tensors mean(const KernelCall& call) {
  const Tensor sum = binary(call)[0].to(DataType::kFloat32);
  std::vector<float> result;
  for (const float value : sum.values<float>()) {
    result.push_back(value / static_cast<float>(call.inputs.size()));
  }
  return {Tensor(sum.sizes(), std::move(result))};
}

Tensors clip(const KernelCall& call) {
  Tensor result = call.inputs[0];
  if (call.has(1)) {
    result = combine({"Max", "", {}, {}, {}}, result, call.inputs[1].reshaped({}), result.sizes());
  }
  if (call.has(2)) {
    result = combine({"Min", "", {}, {}, {}}, result, call.inputs[2].reshaped({}), result.sizes());
  }
  return {result};
}

Tensors prelu(const KernelCall& call) {
  return {zip<float, float>(call.inputs[0].to(DataType::kFloat32),
                            call.inputs[1].to(DataType::kFloat32), call.output_sizes[0],
                            [](float x, float slope) { return x < 0 ? slope * x : x; })};
}

}  // namespace kintsugi::graph::kernels
