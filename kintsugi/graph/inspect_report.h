#pragma once

#include <string>

#include "kintsugi/graph/inspect.h"

namespace kintsugi::graph {

/// What inspect() found for pictures of `side` pixels, as JSON with an indent of two:
///
///   {"name", "size", "inputs": [{"name", "type", "shape": [1, 3, "H", "W"]}], "outputs": [...],
///    "parameters", "macs", "receptive_field": {output: [height, width] or "whole"},
///    "metadata": {...}, "layers": [{"name", "op", "shape", "parameters", "macs"}]}
std::string to_json(const Inspection& found, int64_t side);

/// The same for a terminal: a line a layer, then inputs, outputs and sums.
std::string to_text(const Inspection& found, int64_t side);

}  // namespace kintsugi::graph
