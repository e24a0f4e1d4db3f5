#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kintsugi/base/tensor.h"
#include "kintsugi/graph/shape.h"

namespace kintsugi::graph {

/// What an operator's attribute may be.
using Attribute =
    std::variant<int64_t, float, std::string, std::vector<int64_t>, std::vector<float>, Tensor>;
using Attributes = std::map<std::string, Attribute, std::less<>>;

/// One operator of the graph. `op`, the meaning and order of inputs and outputs, and the attributes
/// are those of ONNX, operator set 17. Values are known by name; an optional input that is left
/// out, or an output that nobody wants, has the name "".
struct Node {
  std::string op;
  std::string name;
  std::vector<std::string> inputs, outputs;
  Attributes attributes;

  bool operator==(const Node&) const = default;

  /// Whether there is an input number `index`.
  bool has_input(size_t index) const { return index < inputs.size() && !inputs[index].empty(); }

  /// The attribute, or ONNX's default given by the caller. Errors: it is there with another type.
  int64_t integer(std::string_view attribute, int64_t otherwise) const;
  float real(std::string_view attribute, float otherwise) const;
  std::string text(std::string_view attribute, std::string otherwise) const;
  std::vector<int64_t> integers(std::string_view attribute,
                                std::vector<int64_t> otherwise = {}) const;
  const Attribute* find(std::string_view attribute) const;
};

/// An input or output of the graph.
struct Port {
  std::string name;
  DataType type = DataType::kFloat32;
  Shape shape;  // may hold symbols such as N, H, W

  bool operator==(const Port&) const = default;
};

/// A network: operators in an order in which they can run, and the weights beside them.
///
/// `weights` are the tensors that training learns or that belong to a layer (running means), under
/// the layer's name: "bn1.running_mean". Numbers that are part of the description (a shape, a
/// constant) are `Constant` nodes.
struct Graph {
  std::string name;
  std::vector<Port> inputs, outputs;
  std::vector<Node> nodes;
  std::map<std::string, Tensor, std::less<>> weights;
  std::map<std::string, std::string, std::less<>> metadata;
  /// Weights that training moves without gradients, such as the vectors of spectral_norm: after a
  /// pass each takes the sizes and numbers of the value that is named here.
  std::map<std::string, std::string, std::less<>> updates;

  bool operator==(const Graph&) const = default;

  /// Input or output by name. Errors: there is none of that name; says which there are.
  const Port& input(std::string_view name) const;
  const Port& output(std::string_view name) const;

  /// The tensor behind a name: a weight, or the value of a Constant node; absent for anything else.
  /// Looks at every node: for loops, use constants().
  Tensor constant(std::string_view value) const;
  /// All weights and values of Constant nodes by name.
  std::map<std::string, Tensor, std::less<>> constants() const;
};

/// The tensor that a Constant node gives. Errors: the node has no value.
Tensor constant_value(const Node& node);

/// "Conv node 'conv1'", for messages.
std::string describe(const Node& node);

/// Checks what every pass relies on: values have one producer, nodes come after what they read,
/// outputs exist. Errors say which name is wrong.
void validate(const Graph& graph);

/// Sorts the nodes so that each comes after what it reads, keeping their order where that allows.
/// Errors: a cycle, a value that nothing makes.
void sort_nodes(Graph& graph);

/// Weights that training learns by gradients: all but the running statistics of batch norms and
/// what `updates` moves.
std::set<std::string> learned_weights(const Graph& graph);

/// The number of elements in learned weights: what papers call parameters.
int64_t num_parameters(const Graph& graph);

}  // namespace kintsugi::graph
