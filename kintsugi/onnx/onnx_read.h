#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "kintsugi/graph/graph.h"

namespace kintsugi::graph {

/// Reads an .onnx file of opset 9 to 21; what differs between opsets is put into the form of 17.
/// Half precision and quantized operators become operators on f32 (onnx_types.h, onnx_quantized.h).
///
/// Errors name the file, and node and operator where there is one: no such file, damage, unknown
/// operators, cycles, missing weights, shapes that cannot be, weights in other files, more than 2
/// GB.
Graph read_onnx(const std::filesystem::path& path);

/// The same from memory; `name` is for messages.
Graph parse_onnx(std::span<const uint8_t> bytes, const std::string& name);

}  // namespace kintsugi::graph
