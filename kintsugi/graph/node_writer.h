#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kintsugi/graph/graph.h"

namespace kintsugi::graph {

/// Adds nodes at the end of a graph whose old ones are rewritten in order: what rewrites of single
/// operators by several others share. Names of what it adds start with the old node's own.
class NodeWriter {
 public:
  /// `graph` must outlive the writer.
  explicit NodeWriter(Graph& graph) : graph_(graph) {
    for (const auto& [name, weight] : graph.weights) taken_.insert(name);
    for (const Port& port : graph.inputs) taken_.insert(port.name);
    for (const Node& node : graph.nodes) taken_.insert(node.outputs.begin(), node.outputs.end());
  }

  /// The value of a new node of one output.
  std::string add(const Node& near, const char* op, std::vector<std::string> inputs,
                  Attributes attributes = {}) {
    const std::string name = fresh(near);
    graph_.nodes.push_back({op, name, std::move(inputs), {name}, std::move(attributes)});
    return name;
  }

  /// The same of a Constant.
  std::string constant(const Node& near, Tensor value) {
    return add(near, "Constant", {}, {{"value", std::move(value)}});
  }

 private:
  std::string fresh(const Node& near) {
    std::string name = near.name + ".k" + std::to_string(++count_);
    while (!taken_.insert(name).second) name += "_";
    return name;
  }

  Graph& graph_;
  std::set<std::string> taken_;
  int count_ = 0;
};

}  // namespace kintsugi::graph
