#include "kintsugi/graph/layers.h"

#include <cmath>

#include "kintsugi/graph/power_iteration.h"

namespace kintsugi::graph {
namespace {

// LibTorch's kaiming_uniform with a = sqrt(5), for weights and biases alike.
Init default_init(double fan_in) { return Init::uniform(1 / std::sqrt(fan_in)); }

Value bias_of(Builder& b, const LayerOptions& o, double fan_in) {
  if (!o.has_bias) return {};
  return b.weight("bias", {o.channels}, o.init ? Init::zeros() : default_init(fan_in));
}

constexpr float kLeastSquare = 1e-24f;  // keeps a layer of zeros from dividing by zero

Value length(Builder& b, const Value& vector) {
  const Value square = b.op("ReduceSumSquare", {vector});
  return b.op("Sqrt", {b.op("Max", {square, b.constant(kLeastSquare)})});
}

/// weight / |Wᵀu|; see layers.h. Sums of products, not MatMul, which would be less exact in mixed
/// precision.
Value spectral_norm(Builder& b, const Value& weight, int64_t output_axis) {
  const auto sum = [&](const Value& x, int64_t axis) {
    return b.op("ReduceSum", {x, b.constant(std::vector<int64_t>{axis})});
  };
  Value w = weight;
  if (output_axis == 1) w = b.transpose(w, {1, 0, 2, 3});
  w = b.flatten(w);  // [channels, the rest]
  const Value u = b.buffer("weight_u", first_left_singular_vector(b.fresh(weight), output_axis));
  const Value projected = sum(b.multiply(w, u), 0);  // Wᵀu  [1, the rest]
  const Value sigma = length(b, projected);
  const Value next = sum(b.multiply(w, b.divide(projected, sigma)), 1);  // W v  [channels, 1]
  b.update(u, b.divide(next, length(b, next)));
  return b.divide(weight, sigma);
}

/// A layer's weight, normalized where the builder says so.
Value weight_of(Builder& b, const Sizes& sizes, const Init& init, int64_t output_axis = 0) {
  const Value weight = b.weight("weight", sizes, init);
  return b.has_spectral_norm() ? spectral_norm(b, weight, output_axis) : weight;
}

ConvOptions windows(const LayerOptions& o) {
  return {.stride = o.stride,
          .padding = o.padding,
          .dilation = o.dilation,
          .groups = o.groups,
          .is_same = o.is_same};
}

}  // namespace

Value conv(Builder& b, const std::string& name, const Value& x, const LayerOptions& o) {
  const auto scope = b.scope(name);
  const Sizes sizes = {o.channels, b.extent(x, 1) / o.groups, o.kernel, o.kernel};
  const auto fan_in = static_cast<double>(sizes[1] * o.kernel * o.kernel);
  const Value weight = weight_of(b, sizes, o.init.value_or(default_init(fan_in)));
  return b.conv(x, weight, bias_of(b, o, fan_in), windows(o));
}

Value conv_transpose(Builder& b, const std::string& name, const Value& x, const LayerOptions& o) {
  const auto scope = b.scope(name);
  const Sizes sizes = {b.extent(x, 1), o.channels / o.groups, o.kernel, o.kernel};
  // LibTorch takes the second extent for the inputs here, too.
  const auto fan_in = static_cast<double>(sizes[1] * o.kernel * o.kernel);
  const Value weight = weight_of(b, sizes, o.init.value_or(default_init(fan_in)), 1);
  return b.conv_transpose(x, weight, bias_of(b, o, fan_in), windows(o));
}

Value batch_norm(Builder& b, const std::string& name, const Value& x, float epsilon) {
  const auto scope = b.scope(name);
  const Sizes sizes = {b.extent(x, 1)};
  return b.op("BatchNormalization",
              {x, b.weight("weight", sizes, Init::ones()), b.weight("bias", sizes, Init::zeros()),
               b.weight("running_mean", sizes, Init::zeros()),
               b.weight("running_var", sizes, Init::ones())},
              {{"epsilon", epsilon}});
}

Value linear(Builder& b, const std::string& name, const Value& x, int64_t channels) {
  const auto scope = b.scope(name);
  const int64_t inputs = b.extent(x, 1);
  const Init init = default_init(static_cast<double>(inputs));
  return b.op("Gemm",
              {x, weight_of(b, {channels, inputs}, init), b.weight("bias", {channels}, init)},
              {{"transB", int64_t{1}}});
}

Value prelu(Builder& b, const std::string& name, const Value& x, bool is_per_channel) {
  const auto scope = b.scope(name);
  const int64_t slopes = is_per_channel ? b.extent(x, 1) : 1;
  Value slope = b.weight("weight", {slopes}, Init::constant(0.25));
  // PyTorch's [C] stands for ONNX's [C, 1, 1].
  if (is_per_channel && b.shape(x).size() == 4) slope = b.reshape(slope, {slopes, 1, 1});
  return b.op("PRelu", {x, slope});
}

}  // namespace kintsugi::graph
