#pragma once

#include <cstdint>
#include <vector>

namespace kintsugi::graph {

/// Strides of the shallowest stack of convolutions with that kernel whose receptive field is
/// exactly `field`, from strides 2 and 1 with the strided layers first: field 40, kernel 4 gives
/// {2, 1, 1, 1, 1, 1, 1}. Errors: no stack has that field; the message names the nearest ones.
std::vector<int64_t> strides_for_field(int64_t field, int64_t kernel);

/// The receptive field of a stack: every layer adds (kernel - 1) times the strides before it.
int64_t field_of_strides(const std::vector<int64_t>& strides, int64_t kernel);

}  // namespace kintsugi::graph
