#include "kintsugi/learn/convolution.h"

#include <torch/csrc/autograd/custom_function.h>

#include <array>

#include "kintsugi/base/tensor.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

std::array<Tensor, 3> gradients(const Tensor& g, const Tensor& x, const Tensor& weight,
                                bool has_bias, const ConvGeometry& o,
                                std::array<bool, 3> is_wanted) {
  const std::vector<int64_t> no_output_padding(o.stride.size(), 0), bias_sizes = {weight.size(0)};
  auto [dx, dw, db] = at::convolution_backward(
      g, x, weight, has_bias ? at::OptionalIntArrayRef(bias_sizes) : at::OptionalIntArrayRef(),
      o.stride, o.padding, o.dilation, /*transposed=*/false, no_output_padding, o.groups,
      is_wanted);
  return {dx, dw, db};
}

// A tensor whose sizes and memory format count, not its numbers; its memory is never touched.
Tensor shaped_as(const Sizes& sizes, const Tensor& like) {
  const bool is_picture = sizes.size() == 4;
  return torch::empty(sizes, like.options().requires_grad(false),
                      is_picture ? like.suggest_memory_format() : torch::MemoryFormat::Contiguous);
}

// What all three functions keep of a call.
void save(AutogradContext* ctx, const ConvGeometry& o) {
  ctx->saved_data["stride"] = o.stride;
  ctx->saved_data["padding"] = o.padding;
  ctx->saved_data["dilation"] = o.dilation;
  ctx->saved_data["groups"] = o.groups;
}

ConvGeometry geometry_of(AutogradContext* ctx) {
  const auto list = [&](const char* name) { return ctx->saved_data[name].toIntVector(); };
  return {list("stride"), list("padding"), list("dilation"), ctx->saved_data["groups"].toInt()};
}

Tensor input_gradient(const Tensor& g, const Tensor& weight, const Sizes& x_sizes,
                      const ConvGeometry& geometry);
Tensor weight_gradient(const Tensor& x, const Tensor& g, const Sizes& weight_sizes,
                       const ConvGeometry& geometry);

// y(x, w, b); for a cotangent c of y: c goes to x as input_gradient(c, w), to w as
// weight_gradient(x, c). Autograd takes no absent tensors, so there is a form without bias.
struct Convolution : Function<Convolution> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& weight,
                        const ConvGeometry& o) {
    return forward(ctx, x, weight, Tensor(), o);
  }

  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& weight,
                        const Tensor& bias, const ConvGeometry& o) {
    ctx->save_for_backward({x, weight});
    ctx->saved_data["has_bias"] = bias.defined();
    save(ctx, o);
    const std::vector<int64_t> no_output_padding(o.stride.size(), 0);
    return at::convolution(x, weight, bias, o.stride, o.padding, o.dilation, false,
                           no_output_padding, o.groups);
  }

  static variable_list backward(AutogradContext* ctx, variable_list cotangents) {
    const variable_list saved = ctx->get_saved_variables();
    const bool has_bias = ctx->saved_data["has_bias"].toBool();
    auto [dx, dw, db] = derivatives(
        cotangents[0], saved[0], saved[1], has_bias, geometry_of(ctx),
        {ctx->needs_input_grad(0), ctx->needs_input_grad(1), has_bias && ctx->needs_input_grad(2)});
    if (!has_bias) return {dx, dw, Tensor()};
    return {dx, dw, db, Tensor()};
  }

  static std::array<Tensor, 3> derivatives(const Tensor& c, const Tensor& x, const Tensor& weight,
                                           bool has_bias, const ConvGeometry& o,
                                           std::array<bool, 3> is_wanted) {
    if (!torch::GradMode::is_enabled()) {  // the usual case: one call for all of it
      return gradients(c, x, weight, has_bias, o, is_wanted);
    }
    Tensor dx, dw, db;
    if (is_wanted[0]) dx = input_gradient(c, weight, x.sizes().vec(), o);
    if (is_wanted[1]) dw = weight_gradient(x, c, weight.sizes().vec(), o);
    if (is_wanted[2]) db = c.transpose(0, 1).flatten(1).sum(1);
    return {dx, dw, db};
  }
};

// x'(g, w); for a cotangent c of x': c goes to g as convolution(c, w), to w as
// weight_gradient(c, g).
struct InputGradient : Function<InputGradient> {
  static Tensor forward(AutogradContext* ctx, const Tensor& g, const Tensor& weight,
                        const Sizes& x_sizes, const ConvGeometry& o) {
    ctx->save_for_backward({g, weight});
    save(ctx, o);
    return gradients(g, shaped_as(x_sizes, g), weight, false, o, {true, false, false})[0];
  }

  static variable_list backward(AutogradContext* ctx, variable_list cotangents) {
    const variable_list saved = ctx->get_saved_variables();
    const Tensor &g = saved[0], &weight = saved[1], &c = cotangents[0];
    const ConvGeometry o = geometry_of(ctx);
    Tensor dg, dw;
    if (ctx->needs_input_grad(0)) dg = convolution(c, weight, Tensor(), o);
    if (ctx->needs_input_grad(1)) dw = weight_gradient(c, g, weight.sizes().vec(), o);
    return {dg, dw, Tensor(), Tensor()};
  }
};

// w'(x, g); for a cotangent c of w': c goes to x as input_gradient(g, c), to g as
// convolution(x, c).
struct WeightGradient : Function<WeightGradient> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& g,
                        const Sizes& weight_sizes, const ConvGeometry& o) {
    ctx->save_for_backward({x, g});
    save(ctx, o);
    return gradients(g, x, shaped_as(weight_sizes, x), false, o, {false, true, false})[1];
  }

  static variable_list backward(AutogradContext* ctx, variable_list cotangents) {
    const variable_list saved = ctx->get_saved_variables();
    const Tensor &x = saved[0], &g = saved[1], &c = cotangents[0];
    const ConvGeometry o = geometry_of(ctx);
    Tensor dx, dg;
    if (ctx->needs_input_grad(0)) dx = input_gradient(g, c, x.sizes().vec(), o);
    if (ctx->needs_input_grad(1)) dg = convolution(x, c, Tensor(), o);
    return {dx, dg, Tensor(), Tensor()};
  }
};

Tensor input_gradient(const Tensor& g, const Tensor& weight, const Sizes& x_sizes,
                      const ConvGeometry& geometry) {
  return InputGradient::apply(g, weight, x_sizes, geometry);
}

Tensor weight_gradient(const Tensor& x, const Tensor& g, const Sizes& weight_sizes,
                       const ConvGeometry& geometry) {
  return WeightGradient::apply(x, g, weight_sizes, geometry);
}

}  // namespace

torch::Tensor convolution(const torch::Tensor& x, const torch::Tensor& weight,
                          const torch::Tensor& bias, const ConvGeometry& geometry) {
  if (!bias.defined()) return Convolution::apply(x, weight, geometry);
  return Convolution::apply(x, weight, bias, geometry);
}

torch::Tensor conv_transpose(const torch::Tensor& x, const torch::Tensor& weight,
                             const torch::Tensor& bias, const ConvGeometry& geometry,
                             const std::vector<int64_t>& output_padding) {
  Sizes sizes = {x.size(0), weight.size(1) * geometry.groups};
  for (size_t i = 0; i < geometry.stride.size(); ++i) {
    const auto axis = static_cast<int64_t>(i) + 2;
    const int64_t span = geometry.dilation[i] * (weight.size(axis) - 1) + 1;
    sizes.push_back((x.size(axis) - 1) * geometry.stride[i] - 2 * geometry.padding[i] + span +
                    output_padding[i]);
  }
  const torch::Tensor y = input_gradient(x, weight, sizes, geometry);
  if (!bias.defined()) return y;
  std::vector<int64_t> beside(sizes.size(), 1);
  beside[1] = sizes[1];
  return y + bias.view(beside);
}

}  // namespace kintsugi::learn
