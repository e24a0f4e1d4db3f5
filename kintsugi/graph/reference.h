#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "kintsugi/graph/graph.h"

namespace kintsugi::graph {

/// Runs a graph in the plainest way, in float32 and int64: what every other way of running it is
/// compared with. Slow, but its convolutions are no reason to avoid it in tests.
///
/// Values of a type are given back in that type (f16 is rounded after every node).
/// Errors: an input is missing or has the wrong sizes; everything that `infer` finds.
std::map<std::string, Tensor> run_reference(const Graph& graph,
                                            const std::map<std::string, Tensor>& inputs);

/// The same, showing every value of the graph to `look` as it is made.
std::map<std::string, Tensor> run_reference(
    const Graph& graph, const std::map<std::string, Tensor>& inputs,
    const std::function<void(const std::string& name, const Tensor& value)>& look);

/// One node's outputs. An input that is left out is an absent tensor.
std::vector<Tensor> run_node(const Node& node, const std::vector<Tensor>& inputs);

}  // namespace kintsugi::graph
