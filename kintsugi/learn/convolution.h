#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace kintsugi::learn {

/// How the windows of a convolution lie; one entry per spatial axis.
struct ConvGeometry {
  std::vector<int64_t> stride, padding, dilation;
  int64_t groups = 1;
};

/// A convolution that may be differentiated any number of times at full speed.
///
/// The numbers <conv(x, w), g> are linear in x, w and g, so its three derivatives, by g (the
/// convolution), by x and by w, are each other's derivatives: three functions are enough for all
/// orders, and each is one fast kernel. (LibTorch's own second derivative goes through transposed
/// convolutions, which LibTorch 1.13 computes slowly, and not at all in bf16.)
///
///   x       [N, C, H, W]           or [N, C, W]
///   weight  [O, C/groups, kh, kw]
///   bias    [O], or undefined
///   return  [N, O, H', W']
torch::Tensor convolution(const torch::Tensor& x, const torch::Tensor& weight,
                          const torch::Tensor& bias, const ConvGeometry& geometry);

/// A transposed convolution: the gradient of a convolution by its input, computed as such. Equal to
/// LibTorch's conv_transpose, but twenty times as fast as that of 1.13 on CPUs and there in bf16.
///
///   x               [N, C, H, W]
///   weight          [C, O/groups, kh, kw]
///   bias            [O], or undefined
///   output_padding  rows and columns that the last window does not reach, 0 <= that < stride
///   return          [N, O, (H-1) stride - 2 padding + dilation (kh-1) + output_padding + 1, ...]
torch::Tensor conv_transpose(const torch::Tensor& x, const torch::Tensor& weight,
                             const torch::Tensor& bias, const ConvGeometry& geometry,
                             const std::vector<int64_t>& output_padding);

}  // namespace kintsugi::learn
