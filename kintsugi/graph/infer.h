#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "kintsugi/error.h"
#include "kintsugi/graph/graph.h"

namespace kintsugi::graph {

/// The Error of a shape that follows from the contents of an input, or from sizes that are symbols:
/// with numbers for all symbols, or when it runs, it may be known.
class NotYetKnown : public Error {
 public:
  using Error::Error;
};

/// What is known of a value without running the network.
struct ValueInfo {
  DataType type = DataType::kFloat32;
  Shape shape;
  /// The elements, where they do not depend on the pictures: weights, constants, and small tensors
  /// computed from them or from known sizes. Absent otherwise.
  Tensor constant;
  /// The elements of a small integer tensor as expressions: what Shape gives and what Gather, Mul,
  /// Concat … make of it. Present as well where `constant` is a small integer tensor.
  std::optional<std::vector<Dim>> elements;
};
using ValueInfos = std::unordered_map<std::string, ValueInfo>;

/// Type, shape and constant content of every value of the graph, by name.
///
/// `symbols` gives numbers for symbols of the inputs, such as {{"N", 1}, {"H", 256}, {"W", 256}};
/// the others stay symbols. With all of them given every shape is a list of integers and every
/// disagreement is found; with symbols left, extents that cannot be compared count as equal, and an
/// extent that no expression gives is a symbol of its own, starting with "?".
///
/// Errors name the node: unknown operator, missing input, shapes that do not fit, overflow.
ValueInfos infer(const Graph& graph, const SymbolValues& symbols = {});

/// The same as far as it goes: what NotYetKnown would say, and all that follows from it, is left
/// out.
ValueInfos infer_known(const Graph& graph);

/// The same for one node; `inputs[i]` is null for an input that is left out. The builder's and the
/// reference interpreter's way in.
std::vector<ValueInfo> infer_node(const Node& node, const std::vector<const ValueInfo*>& inputs);

/// The info of a tensor that is known.
ValueInfo info_of(const Tensor& tensor);

/// Symbol values that make `port`'s shape equal to `sizes`: [N, 3, H, W] and [1, 3, 64, 48] give N,
/// H and W. Adds to `symbols`. Errors: another rank, an extent or a known symbol that differs.
void match_sizes(const Port& port, const Sizes& sizes, SymbolValues& symbols);

}  // namespace kintsugi::graph
