#pragma once

#include <filesystem>
#include <vector>

#include "kintsugi/graph/graph.h"

namespace kintsugi::graph {

/// Gives every weight of the graph the numbers that safetensors files hold under its name, as f32.
/// What the files hold beside that is left alone. Errors: those of read_safetensors; a weight that
/// no file has, or has with other sizes.
void load_weights(Graph& graph, const std::vector<std::filesystem::path>& files);

}  // namespace kintsugi::graph
