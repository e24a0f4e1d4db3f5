#pragma once

#include <string_view>
#include <vector>

#include "kintsugi/graph/graph.h"

namespace kintsugi::nets {

/// A network of this room with its default options, as a graph of its own.
struct Network {
  std::string_view name;
  std::string_view summary;
  graph::Graph (*build)(uint64_t seed);  // the seed decides the fresh weights
};

/// Every network: the one list.
const std::vector<Network>& all_networks();

/// The network called `name`, with fresh weights. Errors: there is none; says which there are.
graph::Graph build_network(std::string_view name, uint64_t seed = 0);

}  // namespace kintsugi::nets
