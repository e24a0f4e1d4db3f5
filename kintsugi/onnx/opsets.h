#pragma once

#include <string_view>

#include "kintsugi/graph/graph.h"

/// Differences between ONNX's operator sets, for reading files.
namespace kintsugi::graph {

/// Whether to_current_opset replaces this operator by others: Upsample, Gelu, Mish,
/// GroupNormalization.
bool is_replaced(std::string_view op);

/// Rewrites a graph of that opset, 9 to 21, to the operators and attributes of opset 17, but for
/// what depends on the ranks of values: settle() does that. Errors name the node.
void to_current_opset(Graph& graph, int64_t opset);

}  // namespace kintsugi::graph
