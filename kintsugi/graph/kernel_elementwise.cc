#include <algorithm>
#include <cmath>
#include <map>

#include "kintsugi/error.h"
#include "kintsugi/graph/kernels.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph::kernels {
namespace {

// ONNX's defaults of the attributes are written where they are read.
using Unary = float (*)(float x, const Node& node);

float sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

const std::map<std::string_view, Unary>& unary_functions() {
  static const std::map<std::string_view, Unary> functions = {
      {"Relu", [](float x, const Node&) { return std::max(x, 0.0f); }},
      {"LeakyRelu", [](float x, const Node& n) { return x < 0 ? n.real("alpha", 0.01f) * x : x; }},
      {"Elu",
       [](float x, const Node& n) { return x < 0 ? n.real("alpha", 1) * std::expm1(x) : x; }},
      {"Celu",
       [](float x, const Node& n) {
         const float alpha = n.real("alpha", 1);
         return x < 0 ? alpha * std::expm1(x / alpha) : x;
       }},
      {"Selu",
       [](float x, const Node& n) {
         const float gamma = n.real("gamma", 1.05070098f), alpha = n.real("alpha", 1.67326319f);
         return gamma * (x < 0 ? alpha * std::expm1(x) : x);
       }},
      {"Sigmoid", [](float x, const Node&) { return sigmoid(x); }},
      {"Tanh", [](float x, const Node&) { return std::tanh(x); }},
      {"Softplus",
       [](float x, const Node&) {
         return std::max(x, 0.0f) + std::log1p(std::exp(-std::fabs(x)));
       }},
      {"Softsign", [](float x, const Node&) { return x / (1 + std::fabs(x)); }},
      {"HardSigmoid",
       [](float x, const Node& n) {
         return std::clamp(n.real("alpha", 0.2f) * x + n.real("beta", 0.5f), 0.0f, 1.0f);
       }},
      {"HardSwish", [](float x, const Node&) { return x * std::clamp(x / 6 + 0.5f, 0.0f, 1.0f); }},
      {"Erf", [](float x, const Node&) { return std::erf(x); }},
      {"Abs", [](float x, const Node&) { return std::fabs(x); }},
      {"Neg", [](float x, const Node&) { return -x; }},
      {"Exp", [](float x, const Node&) { return std::exp(x); }},
      {"Log", [](float x, const Node&) { return std::log(x); }},
      {"Sqrt", [](float x, const Node&) { return std::sqrt(x); }},
      {"Sin", [](float x, const Node&) { return std::sin(x); }},
      {"Cos", [](float x, const Node&) { return std::cos(x); }},
      {"Reciprocal", [](float x, const Node&) { return 1 / x; }},
      {"Floor", [](float x, const Node&) { return std::floor(x); }},
      {"Ceil", [](float x, const Node&) { return std::ceil(x); }},
      {"Round", [](float x, const Node&) { return std::nearbyint(x); }},
      {"Sign", [](float x, const Node&) { return static_cast<float>((x > 0) - (x < 0)); }},
      {"Not", [](float x, const Node&) { return x == 0 ? 1.0f : 0.0f; }},
  };
  return functions;
}

}  // namespace

Tensors unary(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const Tensor floats = x.to(DataType::kFloat32);
  const Unary function = unary_functions().at(call.node.op);
  std::vector<float> result;
  result.reserve(x.size());
  if (call.node.op == "Relu") {
    for (const float value : floats.values<float>()) result.push_back(std::max(value, 0.0f));
  } else {
    for (const float value : floats.values<float>()) result.push_back(function(value, call.node));
  }
  return {Tensor(x.sizes(), std::move(result)).to(x.type())};
}

Tensors where(const KernelCall& call) {
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

Tensors softmax(const KernelCall& call) {
  const Tensor x = call.inputs[0].to(DataType::kFloat32);
  const auto rank = static_cast<int64_t>(x.sizes().size());
  const int64_t given = call.node.integer("axis", -1), axis = given < 0 ? given + rank : given;
  const int64_t count = x.sizes()[axis], step = strides_of(x.sizes())[axis];
  std::vector<float> result(x.values<float>().begin(), x.values<float>().end());
  const bool is_log = call.node.op == "LogSoftmax";
  for (int64_t i = 0; i < x.size(); ++i) {
    if (i / step % count != 0) continue;  // not the first of its row
    float* row = result.data() + i;
    float largest = row[0];
    for (int64_t j = 1; j < count; ++j) largest = std::max(largest, row[j * step]);
    double sum = 0;
    for (int64_t j = 0; j < count; ++j) sum += std::exp(row[j * step] - largest);
    for (int64_t j = 0; j < count; ++j) {
      const float shifted = row[j * step] - largest;
      row[j * step] =
          static_cast<float>(is_log ? shifted - std::log(sum) : std::exp(shifted) / sum);
    }
  }
  return {Tensor(x.sizes(), std::move(result))};
}

Tensors identity(const KernelCall& call) { return {call.inputs[0].reshaped(call.output_sizes[0])}; }

Tensors dropout(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  return {x, Tensor(x.sizes(), std::vector<int64_t>(x.size(), 1))};
}

}  // namespace kintsugi::graph::kernels
