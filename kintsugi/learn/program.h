#pragma once

#include <torch/types.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kintsugi/graph/graph.h"
#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {

/// A node with its values' numbers instead of their names; -1: left out.
struct Step {
  const graph::Node* node;
  const Function* function;
  std::vector<int> inputs, outputs;
};

/// The steps that some outputs need, in order, and the values that nobody needs after each.
struct Route {
  std::vector<int> steps;
  std::vector<std::vector<int>> releases;  // by position in `steps`
  std::set<std::string> inputs;            // of the graph, that are needed
};

/// A graph ready to be interpreted: what does not change from pass to pass.
class Program {
 public:
  /// `graph` is kept without its weights. Errors: an operator without a function.
  explicit Program(graph::Graph graph);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  const graph::Graph& graph() const { return graph_; }
  const std::vector<Step>& steps() const { return steps_; }
  /// The number of a value. Errors: there is none of that name.
  int slot(const std::string& name) const;
  int num_slots() const { return static_cast<int>(slots_.size()); }

  /// The route to outputs of the graph; none: all; and to the values of its `updates`, if they are
  /// wanted. Errors: an unknown output.
  const Route& route(const std::set<std::string>& outputs, bool has_updates = false);

 private:
  Route make_route(const std::set<std::string>& outputs, bool has_updates) const;
  int slot_of(const std::string& name);

  graph::Graph graph_;
  std::vector<Step> steps_;
  std::map<std::string, int> slots_;
  std::map<std::pair<std::set<std::string>, bool>, Route> routes_;
};

}  // namespace kintsugi::learn
