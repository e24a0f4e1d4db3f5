#include "kintsugi/graph/layers.h"

#include <cmath>

namespace kintsugi::graph {
namespace {

// LibTorch's kaiming_uniform with a = sqrt(5), for weights and biases alike.
Init default_init(double fan_in) { return Init::uniform(1 / std::sqrt(fan_in)); }

Value bias_of(Builder& b, const LayerOptions& o, double fan_in) {
  if (!o.has_bias) return {};
  return b.weight("bias", {o.channels}, o.init ? Init::zeros() : default_init(fan_in));
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
  const Value weight = b.weight("weight", sizes, o.init.value_or(default_init(fan_in)));
  return b.conv(x, weight, bias_of(b, o, fan_in), windows(o));
}

Value conv_transpose(Builder& b, const std::string& name, const Value& x, const LayerOptions& o) {
  const auto scope = b.scope(name);
  const Sizes sizes = {b.extent(x, 1), o.channels / o.groups, o.kernel, o.kernel};
  // LibTorch takes the second extent for the inputs here, too.
  const auto fan_in = static_cast<double>(sizes[1] * o.kernel * o.kernel);
  const Value weight = b.weight("weight", sizes, o.init.value_or(default_init(fan_in)));
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
              {x, b.weight("weight", {channels, inputs}, init), b.weight("bias", {channels}, init)},
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
