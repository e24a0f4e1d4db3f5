#pragma once

#include "kintsugi/graph/receptive_field.h"

namespace kintsugi::graph {

/// One node, as inspection shows it.
struct LayerSummary {
  std::string name, op;
  Shape shape;             // of its first output
  int64_t parameters = 0;  // learned weights that no earlier node has
  int64_t macs = 0;        // multiplications with a sum, for the inspected sizes
};

/// What can be read off a graph.
struct Inspection {
  std::string name;
  std::vector<Port> inputs, outputs;  // symbols as they are
  std::vector<LayerSummary> layers;   // without Constant nodes; shapes for the inspected sizes
  int64_t parameters = 0, macs = 0;
  std::map<std::string, ReceptiveField> fields;  // by output
  std::map<std::string, std::string, std::less<>> metadata;
};

/// Inspects a graph for pictures of `side` pixels where its inputs have symbols, one at a time.
/// Errors: the network cannot take that size.
Inspection inspect(const Graph& graph, int64_t side = 256);

}  // namespace kintsugi::graph
