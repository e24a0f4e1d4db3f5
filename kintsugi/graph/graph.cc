#include "kintsugi/graph/graph.h"

#include <functional>
#include <unordered_map>

#include "kintsugi/error.h"

namespace kintsugi::graph {
namespace {

template <class T>
const T* find_as(const Node& node, std::string_view attribute) {
  const Attribute* found = node.find(attribute);
  if (!found) return nullptr;
  const T* value = std::get_if<T>(found);
  check(value != nullptr, describe(node), ": attribute ", attribute, " has a wrong type");
  return value;
}

template <class T>
T value_or(const Node& node, std::string_view attribute, T otherwise) {
  const T* value = find_as<T>(node, attribute);
  return value ? *value : otherwise;
}

const Port& find_port(const std::vector<Port>& ports, std::string_view name, const char* what) {
  std::string names;
  for (const Port& port : ports) {
    if (port.name == name) return port;
    names += (names.empty() ? "" : ", ") + port.name;
  }
  throw Error("the graph has no " + std::string(what) + " '" + std::string(name) +
              "', expected one of " + names);
}

// Errors unless `name` is new; then it is known.
void declare(std::set<std::string_view>& known, const std::string& name) {
  check(!name.empty(), "the graph has a value without a name");
  check(known.insert(name).second, "the value '", name, "' is made twice");
}

std::set<std::string_view> given_values(const Graph& graph) {
  std::set<std::string_view> known;
  for (const Port& port : graph.inputs) declare(known, port.name);
  for (const auto& [name, weight] : graph.weights) declare(known, name);
  return known;
}

void check_outputs(const Graph& graph, const std::set<std::string_view>& known) {
  for (const Port& port : graph.outputs) {
    check(known.contains(port.name), "nothing makes the output '", port.name, "'");
  }
}

}  // namespace

int64_t Node::integer(std::string_view attribute, int64_t otherwise) const {
  return value_or(*this, attribute, otherwise);
}
float Node::real(std::string_view attribute, float otherwise) const {
  return value_or(*this, attribute, otherwise);
}
std::string Node::text(std::string_view attribute, std::string otherwise) const {
  return value_or(*this, attribute, std::move(otherwise));
}
std::vector<int64_t> Node::integers(std::string_view attribute,
                                    std::vector<int64_t> otherwise) const {
  return value_or(*this, attribute, std::move(otherwise));
}
const Attribute* Node::find(std::string_view attribute) const {
  const auto found = attributes.find(attribute);
  return found == attributes.end() ? nullptr : &found->second;
}

const Port& Graph::input(std::string_view port) const { return find_port(inputs, port, "input"); }
const Port& Graph::output(std::string_view port) const {
  return find_port(outputs, port, "output");
}

Tensor Graph::constant(std::string_view value) const {
  if (const auto found = weights.find(value); found != weights.end()) return found->second;
  for (const Node& node : nodes) {
    if (node.op == "Constant" && node.outputs.at(0) == value) return constant_value(node);
  }
  return {};
}

std::map<std::string, Tensor, std::less<>> Graph::constants() const {
  auto all = weights;
  for (const Node& node : nodes) {
    if (node.op == "Constant") all[node.outputs.at(0)] = constant_value(node);
  }
  return all;
}

Tensor constant_value(const Node& node) {
  if (const auto* value = find_as<Tensor>(node, "value")) return *value;
  if (const auto* value = find_as<float>(node, "value_float")) return Tensor::scalar(*value);
  if (const auto* value = find_as<int64_t>(node, "value_int")) return Tensor::scalar(*value);
  if (const auto* value = find_as<std::vector<int64_t>>(node, "value_ints")) {
    return Tensor::list(*value);
  }
  if (const auto* value = find_as<std::vector<float>>(node, "value_floats")) {
    return Tensor({static_cast<int64_t>(value->size())}, *value);
  }
  throw Error(describe(node) + " has no value");
}

std::string describe(const Node& node) { return node.op + " node '" + node.name + "'"; }

void validate(const Graph& graph) {
  std::set<std::string_view> known = given_values(graph);
  for (const Node& node : graph.nodes) {
    for (const std::string& input : node.inputs) {
      check(input.empty() || known.contains(input), describe(node), " reads '", input,
            "', which nothing before it makes");
    }
    for (const std::string& output : node.outputs) {
      if (!output.empty()) declare(known, output);
    }
  }
  check_outputs(graph, known);
}

void sort_nodes(Graph& graph) {
  std::set<std::string_view> known = given_values(graph);
  std::unordered_map<std::string_view, size_t> maker;
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const std::string& output : graph.nodes[i].outputs) {
      if (output.empty()) continue;
      declare(known, output);
      maker[output] = i;
    }
  }
  check_outputs(graph, known);
  enum State : char { kNew, kOpen, kDone };
  std::vector<State> states(graph.nodes.size(), kNew);
  std::vector<size_t> order;
  // Depth first with a stack of its own: files may hold chains of any length.
  std::vector<std::pair<size_t, size_t>> stack;  // node, next input to look at
  for (size_t root = 0; root < graph.nodes.size(); ++root) {
    if (states[root] == kNew) stack.push_back({root, 0});
    while (!stack.empty()) {
      auto& [index, next] = stack.back();
      const Node& node = graph.nodes[index];
      states[index] = kOpen;
      if (next == node.inputs.size()) {
        states[index] = kDone;
        order.push_back(index);
        stack.pop_back();
        continue;
      }
      const std::string& input = node.inputs[next++];
      check(input.empty() || known.contains(input), describe(node), " reads '", input,
            "', which nothing makes");
      const auto found = maker.find(input);
      if (found == maker.end() || states[found->second] == kDone) continue;
      check(states[found->second] == kNew, describe(node), " is part of a cycle");
      stack.push_back({found->second, 0});
    }
  }
  std::vector<Node> sorted;
  for (const size_t index : order) sorted.push_back(std::move(graph.nodes[index]));
  graph.nodes = std::move(sorted);
}

std::set<std::string> learned_weights(const Graph& graph) {
  std::set<std::string> learned;
  for (const auto& [name, weight] : graph.weights) {
    if (is_floating(weight.type())) learned.insert(name);
  }
  for (const auto& [name, value] : graph.updates) learned.erase(name);
  for (const Node& node : graph.nodes) {
    if (node.op != "BatchNormalization") continue;
    for (size_t i = 3; i < node.inputs.size(); ++i) learned.erase(node.inputs[i]);
  }
  return learned;
}

int64_t num_parameters(const Graph& graph) {
  int64_t count = 0;
  for (const std::string& name : learned_weights(graph)) {
    count += graph.weights.find(name)->second.size();
  }
  return count;
}

}  // namespace kintsugi::graph
