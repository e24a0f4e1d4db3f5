#include "kintsugi/graph/reference.h"

#include <cassert>

#include "kintsugi/error.h"
#include "kintsugi/graph/operators.h"

namespace kintsugi::graph {
namespace {

Tensor widened(const Tensor& tensor) {
  if (!tensor) return tensor;
  return tensor.to(is_floating(tensor.type()) ? DataType::kFloat32 : DataType::kInt64);
}

}  // namespace

std::vector<Tensor> run_node(const Node& node, const std::vector<Tensor>& inputs) {
  const Operator* known = find_operator(node.op);
  check(known != nullptr, describe(node), ": there is no operator ", node.op);
  std::vector<ValueInfo> infos;
  for (const Tensor& input : inputs) infos.push_back(input ? info_of(input) : ValueInfo{});
  std::vector<const ValueInfo*> pointers;
  for (size_t i = 0; i < inputs.size(); ++i) pointers.push_back(inputs[i] ? &infos[i] : nullptr);
  // Only types and sizes are needed here: infer_node would run small nodes to know their content.
  const Operands in(node, pointers);
  in.check(inputs.size() >= known->min_inputs && inputs.size() <= known->max_inputs, "has ",
           inputs.size(), " inputs");
  const std::vector<ValueInfo> outputs = known->infer(in);
  KernelCall call{node, {}, {}};
  for (const Tensor& input : inputs) call.inputs.push_back(widened(input));
  for (const ValueInfo& output : outputs) {
    call.output_sizes.push_back(sizes_of(output.shape));
    num_elements(call.output_sizes.back());
  }
  std::vector<Tensor> results = known->run(call);
  assert(results.size() <= outputs.size());
  for (size_t i = 0; i < results.size(); ++i) {
    assert(results[i].sizes() == call.output_sizes[i]);
    results[i] = results[i].to(outputs[i].type);
  }
  return results;
}

std::map<std::string, Tensor> run_reference(
    const Graph& graph, const std::map<std::string, Tensor>& inputs,
    const std::function<void(const std::string& name, const Tensor& value)>& look) {
  std::map<std::string, Tensor> values(graph.weights.begin(), graph.weights.end());
  SymbolValues symbols;
  for (const Port& port : graph.inputs) {
    const auto found = inputs.find(port.name);
    check(found != inputs.end(), "input '", port.name, "' is missing");
    check(found->second.type() == port.type, "input '", port.name, "' is ", describe(found->second),
          ", expected ", name(port.type));
    match_sizes(port, found->second.sizes(), symbols);
    values[port.name] = found->second;
  }
  std::map<std::string, int> uses;  // so that memory is given back after the last one
  for (const Node& node : graph.nodes) {
    for (const std::string& input : node.inputs) ++uses[input];
  }
  for (const Port& port : graph.outputs) ++uses[port.name];
  for (const Node& node : graph.nodes) {
    std::vector<Tensor> operands;
    for (const std::string& input : node.inputs) {
      operands.push_back(input.empty() ? Tensor() : values.at(input));
    }
    std::vector<Tensor> results = run_node(node, operands);
    for (size_t i = 0; i < node.outputs.size() && i < results.size(); ++i) {
      if (node.outputs[i].empty()) continue;
      if (look) look(node.outputs[i], results[i]);
      values[node.outputs[i]] = std::move(results[i]);
    }
    for (const std::string& input : node.inputs) {
      if (--uses[input] == 0) values.erase(input);
    }
  }
  std::map<std::string, Tensor> outputs;
  for (const Port& port : graph.outputs) outputs[port.name] = values.at(port.name);
  return outputs;
}

std::map<std::string, Tensor> run_reference(const Graph& graph,
                                            const std::map<std::string, Tensor>& inputs) {
  return run_reference(graph, inputs, {});
}

}  // namespace kintsugi::graph
