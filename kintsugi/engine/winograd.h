#pragma once

#include "kintsugi/engine/convolution.h"

namespace kintsugi::engine {

/// Whether Winograd's algorithm beats oneDNN for this convolution: 3x3, stride 1, any dilation,
/// f32, and channels enough that the transforms do not cost more than the multiplications they
/// save.
bool is_winograd_faster(const Compiler& compiler, const ConvolutionJob& job);

/// Adds the convolution by F(4x4, 3x3) of Lavin and Gray 2016: tiles of 6x6 inputs are transformed,
/// multiplied as 36 matrix products, and transformed back to 4x4 outputs with 36 multiplications in
/// place of 144. A dilated convolution is that of every dilation-th pixel, dilation² times.
void add_winograd(Compiler& compiler, const ConvolutionJob& job, const ResultSlot& result);

}  // namespace kintsugi::engine
