#pragma once

#include "kintsugi/graph/infer.h"

namespace kintsugi::graph {

/// The second half of reading another opset, for what depends on the ranks and contents of values:
/// `infos` has what is known of them (infer_known). A node about which too little is known stays.
///
/// * Softmax before opset 13 (marked with kJoinsAxes) took all axes from its own on as one: it is
///   put between reshapes where that is more than one axis.
/// * Pad and Resize on some axes (opset 18) get an entry for every axis.
/// * Reduce* gets its axes as an attribute, Split without parts gets them where they are uneven.
void settle(Graph& graph, const ValueInfos& infos);

/// The attribute that marks such a Softmax.
inline constexpr const char* kJoinsAxes = "kintsugi_joins_axes";

}  // namespace kintsugi::graph
