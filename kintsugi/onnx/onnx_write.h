#pragma once

#include <filesystem>
#include <string>

#include "kintsugi/graph/graph.h"

namespace kintsugi::graph {

/// The graph as the bytes of an .onnx file, operator set 17. Errors: more than 2 GB.
std::string to_onnx(const Graph& graph);

/// Writes an .onnx file that appears only when complete.
void write_onnx(const std::filesystem::path& path, const Graph& graph);

}  // namespace kintsugi::graph
