#pragma once

#include <string_view>

#include "kintsugi/graph/infer.h"

/// Differences between ONNX's operator sets, for reading files.
namespace kintsugi::graph {

/// Whether to_current_opset replaces this operator by others: Upsample, Gelu, Mish.
bool is_replaced(std::string_view op);

/// Rewrites a graph of that opset, 9 to 21, to the operators and attributes of opset 17. Softmax of
/// opset 12 and older is left for settle_softmax. Errors name the node.
void to_current_opset(Graph& graph, int64_t opset);

/// Before opset 13, Softmax took all axes from its own on as one. Where that is one axis anyway
/// (its rank is in `infos`) it becomes the new Softmax; elsewhere it is put between reshapes.
void settle_softmax(Graph& graph, const ValueInfos& infos);

}  // namespace kintsugi::graph
