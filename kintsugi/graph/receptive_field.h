#pragma once

#include <map>
#include <string>

#include "kintsugi/graph/graph.h"

namespace kintsugi::graph {

/// How much of the input picture one value of an output depends on: at most so many rows and
/// columns, over all its positions.
struct ReceptiveField {
  int64_t height = 0, width = 0;
  bool is_whole = false;  // the whole picture, whatever its size
};

/// The receptive field of every output with respect to all inputs that are pictures [N, C, H, W].
/// Followed operator by operator: what mixes all positions (attention, dense layers, global means)
/// sees the whole picture. Errors: shapes that cannot be inferred.
std::map<std::string, ReceptiveField> receptive_fields(const Graph& graph);

}  // namespace kintsugi::graph
