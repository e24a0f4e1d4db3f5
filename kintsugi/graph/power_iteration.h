#pragma once

#include "kintsugi/base/tensor.h"

namespace kintsugi::graph {

/// The first left singular vector of a weight [out, in, ...], or [in, out, ...] for `output_axis`
/// 1, as a matrix of `out` rows, by power iteration from a fixed start: good to about a percent of
/// the largest singular value.
///   return  [out, 1]  length 1
Tensor first_left_singular_vector(const Tensor& weight, int64_t output_axis);

}  // namespace kintsugi::graph
