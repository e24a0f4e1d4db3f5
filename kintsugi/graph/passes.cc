#include "kintsugi/graph/passes.h"

#include <algorithm>
#include <set>

#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/reference.h"

namespace kintsugi::graph {
namespace {

constexpr int64_t kMaxFolded = int64_t{1} << 26;  // elements; larger constants stay computations

/// The values that a graph is for.
std::set<std::string> output_names(const Graph& graph) {
  std::set<std::string> names;
  for (const auto& [weight, value] : graph.updates) names.insert(value);
  for (const Port& port : graph.outputs) names.insert(port.name);
  return names;
}

bool is_small(const std::vector<ValueInfo>& infos) {
  return std::all_of(infos.begin(), infos.end(), [](const ValueInfo& info) {
    return is_known(info.shape) && num_elements(sizes_of(info.shape)) <= kMaxFolded;
  });
}

// Whether all of `outputs` together are no more than the inputs, or than a few numbers.
bool is_no_larger(const std::vector<ValueInfo>& outputs, const std::vector<Tensor>& inputs) {
  int64_t room = 1024;
  for (const Tensor& input : inputs) room += input.size();
  for (const ValueInfo& info : outputs) room -= num_elements(sizes_of(info.shape));
  return room >= 0;
}

// The values of a node all of whose inputs are constant; empty for any other, and where they would
// take more room than the inputs.
std::vector<Tensor> constant_outputs(const Graph& graph, const Node& node) {
  std::vector<Tensor> inputs;
  std::vector<ValueInfo> infos;
  for (const std::string& name : node.inputs) {
    const auto found = graph.weights.find(name);
    if (!name.empty() && found == graph.weights.end()) return {};
    inputs.push_back(name.empty() ? Tensor() : found->second);
    infos.push_back(name.empty() ? ValueInfo{} : info_of(inputs.back()));
  }
  std::vector<const ValueInfo*> pointers;
  for (size_t i = 0; i < infos.size(); ++i) pointers.push_back(inputs[i] ? &infos[i] : nullptr);
  const std::vector<ValueInfo> outputs = infer_node(node, pointers);
  const bool fits = is_small(outputs) && is_no_larger(outputs, inputs);
  return fits ? run_node(node, inputs) : std::vector<Tensor>{};
}

}  // namespace

void fold_weights(Graph& graph) {
  graph.updates.clear();  // of weights that become part of what follows from them
  const std::set<std::string> outputs = output_names(graph);
  std::vector<Node> kept;
  for (Node& node : graph.nodes) {
    if (node.outputs.empty()) continue;  // nobody can read it
    const bool is_output = std::any_of(node.outputs.begin(), node.outputs.end(),
                                       [&](const auto& name) { return outputs.contains(name); });
    std::vector<Tensor> values;
    if (!is_output) values = constant_outputs(graph, node);
    for (size_t i = 0; i < values.size() && i < node.outputs.size(); ++i) {
      if (!node.outputs[i].empty()) graph.weights[node.outputs[i]] = values[i];
    }
    if (values.empty()) kept.push_back(std::move(node));
  }
  graph.nodes = std::move(kept);
  remove_dead_code(graph);
}

void remove_dead_code(Graph& graph) {
  std::set<std::string> needed = output_names(graph);
  std::vector<Node> kept;
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    const bool is_needed = std::any_of(node->outputs.begin(), node->outputs.end(),
                                       [&](const auto& name) { return needed.contains(name); });
    if (!is_needed) continue;
    needed.insert(node->inputs.begin(), node->inputs.end());
    kept.push_back(std::move(*node));
  }
  std::reverse(kept.begin(), kept.end());
  graph.nodes = std::move(kept);
  std::erase_if(graph.weights, [&](const auto& weight) { return !needed.contains(weight.first); });
}

}  // namespace kintsugi::graph
