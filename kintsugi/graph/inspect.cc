#include "kintsugi/graph/inspect.h"

#include <set>

#include "kintsugi/graph/infer.h"

namespace kintsugi::graph {
namespace {

// Multiply-adds of the operators that networks spend their time on; 0 for all others.
int64_t macs_of(const Node& node, const ValueInfos& infos) {
  const auto sizes = [&](const std::string& value) { return sizes_of(infos.at(value).shape); };
  const int64_t results = num_elements(sizes(node.outputs[0]));
  if (node.op == "Conv") {
    const Sizes weight = sizes(node.inputs[1]);
    return weight[0] ? results * (num_elements(weight) / weight[0]) : 0;
  }
  if (node.op == "ConvTranspose") {
    const Sizes weight = sizes(node.inputs[1]);
    return weight[0] ? num_elements(sizes(node.inputs[0])) * (num_elements(weight) / weight[0]) : 0;
  }
  if (node.op == "Gemm") {
    return results * sizes(node.inputs[0])[node.integer("transA", 0) ? 0 : 1];
  }
  return node.op == "MatMul" ? results * sizes(node.inputs[0]).back() : 0;
}

SymbolValues symbols_for(const Graph& graph, int64_t side) {
  SymbolValues symbols;
  for (const Port& port : graph.inputs) {
    for (size_t i = 0; i < port.shape.size(); ++i) {
      const Dim rest = port.shape[i].substitute(symbols);
      if (!rest.is_known()) symbols.try_emplace(rest.to_string(), i >= 2 ? side : 1);
    }
  }
  return symbols;
}

}  // namespace

Inspection inspect(const Graph& graph, int64_t side) {
  Inspection result{graph.name, graph.inputs, graph.outputs, {}, num_parameters(graph), 0, {}, {}};
  result.metadata = graph.metadata;
  const ValueInfos infos = infer(graph, symbols_for(graph, side));
  std::set<std::string> learned = learned_weights(graph);
  for (const Node& node : graph.nodes) {
    if (node.op == "Constant" || node.outputs.empty() || node.outputs[0].empty()) continue;
    LayerSummary layer{node.name, node.op, infos.at(node.outputs[0]).shape};
    for (const std::string& input : node.inputs) {
      if (learned.erase(input)) layer.parameters += graph.weights.find(input)->second.size();
    }
    layer.macs = macs_of(node, infos);
    result.macs += layer.macs;
    result.layers.push_back(std::move(layer));
  }
  result.fields = receptive_fields(graph);
  return result;
}

}  // namespace kintsugi::graph
