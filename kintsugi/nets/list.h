#pragma once

#include <string>
#include <vector>

#include "kintsugi/graph/graph.h"

namespace kintsugi::nets {

/// A network by name, with its default options, on its own: for inspection, tests and benchmarks.
/// Recipes build networks by their functions, with options.
struct Network {
  const char* name;
  const char* summary;
  graph::Graph (*build)(uint64_t seed);
};

/// Every network of this room: the one list.
const std::vector<Network>& all_networks();

/// The network called `name` with fresh weights. Errors: there is none; says which there are.
graph::Graph build_network(const std::string& name, uint64_t seed);

}  // namespace kintsugi::nets
