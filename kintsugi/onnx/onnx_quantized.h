#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "kintsugi/graph/graph.h"

/// Quantized networks (Jacob et al. 2018), for reading files.
namespace kintsugi::graph {

/// Whether to_floats replaces this operator: QuantizeLinear, DequantizeLinear,
/// DynamicQuantizeLinear, ConvInteger, MatMulInteger, QLinearConv, QLinearMatMul.
bool is_quantized(std::string_view op);

/// Writes quantized operators as operators on floats that hold the same whole numbers: rounding to
/// the nearest (ties to even) and clipping stay, so results are the same up to the rounding of f32.
///   types  ONNX's type numbers of the tensors in the file by name: a zero point's says what range
///          is quantized to
/// Errors name the node: scales by axis for anything but weights, or by block; other types than 8
/// and 16 bits.
void to_floats(Graph& graph, const std::map<std::string, int32_t>& types);

}  // namespace kintsugi::graph
