#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kintsugi/base/tensor.h"

namespace kintsugi::graph {

/// Before the name of a weight: the key of the metadata that says what Graph::updates does.
inline constexpr std::string_view kUpdate = "update ";

/// ONNX's opset that graphs are in.
constexpr int64_t kOpset = 17;

/// ONNX's number of a type: kFloat32 -> 1.
int32_t onnx_type(DataType type);

/// The type that stands for ONNX's: its own, or the nearest that keeps every value that networks
/// hold there (double, float16 and bfloat16 -> f32, which is what kernels compute in; int8 -> i32,
/// uint64 -> i64). Absent for strings, complex numbers, 8-bit floats and the like.
std::optional<DataType> type_from_onnx(int64_t type);

}  // namespace kintsugi::graph
