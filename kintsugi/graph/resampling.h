#pragma once

#include <vector>

#include "kintsugi/graph/graph.h"

namespace kintsugi::graph {

/// One output element of a Resize along one axis: (1 - weight) * x[first] + weight * x[second].
/// Nearest has weight 0.
struct ResizeTap {
  int64_t first, second;
  float weight;
};

/// The taps of a Resize node along an axis of extent `in` that becomes `out` elements long; `scale`
/// is the one given in the node, or out / in.
std::vector<ResizeTap> resize_taps(const Node& node, int64_t in, int64_t out, double scale);

}  // namespace kintsugi::graph
