#include "kintsugi/nets/list.h"

#include "kintsugi/error.h"

namespace kintsugi::nets {

const std::vector<Network>& all_networks() {
  static const std::vector<Network> networks = AllFamilies::networks();
  return networks;
}

graph::Graph build_network(std::string_view name, uint64_t seed) {
  std::string known;
  for (const Network& network : all_networks()) {
    if (network.name == name) return network.build(seed);
    known += " " + std::string(network.name);
  }
  throw Error("there is no network '" + std::string(name) + "', expected one of" + known);
}

}  // namespace kintsugi::nets
