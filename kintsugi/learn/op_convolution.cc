#include "kintsugi/base/tensor.h"
#include "kintsugi/graph/windows.h"
#include "kintsugi/learn/convolution.h"
#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

using graph::Windows;

Windows windows_of(const Call& call) {
  const auto sizes = call[1].sizes();
  return Windows(call.node, Sizes(sizes.begin() + 2, sizes.end()));
}

ConvGeometry geometry_of(const Call& call, const Windows& windows) {
  return {windows.strides, Sizes(windows.kernel.size(), 0), windows.dilations,
          call.node.integer("group", 1)};
}

// A weight in the precision and memory format in which the picture is.
Tensor like(const Tensor& x, const Tensor& weight) {
  if (x.dim() != 4) return weight.to(x.scalar_type());
  return weight.to(x.scalar_type(), false, false, x.suggest_memory_format());
}

Tensors conv(const Call& call) {
  Tensor x = call.low(call[0]);
  const Windows windows = windows_of(call);
  ConvGeometry geometry = geometry_of(call, windows);
  const size_t num_axes = windows.kernel.size();
  std::vector<int64_t> pads(2 * num_axes);  // last axis first, as constant_pad_nd takes them
  bool is_even = true;
  for (size_t axis = 0; axis < num_axes; ++axis) {
    const auto [begin, end] = windows.pads(axis, x.size(static_cast<int64_t>(axis) + 2));
    const size_t place = 2 * (num_axes - 1 - axis);
    geometry.padding[axis] = pads[place] = begin;
    pads[place + 1] = end;
    is_even = is_even && begin == end;
  }
  if (!is_even) {  // LibTorch pads both sides alike
    geometry.padding.assign(num_axes, 0);
    x = at::constant_pad_nd(x, pads, 0);
  }
  const Tensor bias = call.has(2) ? call[2].to(x.scalar_type()) : Tensor();
  const Tensor y = convolution(x, like(x, call[1]), bias, geometry);
  return {call.result(y, y.size(1))};
}

Tensors transposed_conv(const Call& call) {
  const Tensor x = call.low(call[0]);
  const Windows windows = windows_of(call);
  ConvGeometry geometry = geometry_of(call, windows);
  const size_t num_axes = windows.kernel.size();
  std::vector<int64_t> output_padding(num_axes, 0), crop(2 * num_axes, 0);
  for (size_t axis = 0; axis < num_axes; ++axis) {
    const int64_t extent = x.size(static_cast<int64_t>(axis) + 2);
    const auto [begin, end] = windows.transposed_pads(axis, extent);
    const int64_t wanted = windows.transposed_extent(axis, extent).value();
    const int64_t all = (extent - 1) * windows.strides[axis] + windows.span(axis);
    const int64_t rest = wanted - (all - 2 * begin);
    const bool is_plain = rest >= 0 && rest < windows.strides[axis];
    if (is_plain) {
      geometry.padding[axis] = begin;
      output_padding[axis] = rest;
    } else {  // all of it is computed and cut, or continued by zeros
      crop[2 * (num_axes - 1 - axis)] = -begin;
      crop[2 * (num_axes - 1 - axis) + 1] = wanted + begin - all;
    }
  }
  Tensor y = conv_transpose(x, like(x, call[1]), Tensor(), geometry, output_padding);
  if (crop != std::vector<int64_t>(2 * num_axes, 0)) y = at::constant_pad_nd(y, crop, 0);
  if (call.has(2)) {
    std::vector<int64_t> beside(static_cast<size_t>(y.dim()), 1);
    beside[1] = y.size(1);
    y = y + call[2].to(y.scalar_type()).view(beside);
  }
  return {call.result(y, y.size(1))};
}

constexpr Function kConvolution[] = {
    {"Conv", conv},
    {"ConvTranspose", transposed_conv},
};

}  // namespace

std::span<const Function> convolution_functions() { return kConvolution; }

}  // namespace kintsugi::learn
