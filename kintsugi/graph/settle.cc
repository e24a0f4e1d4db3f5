#include "kintsugi/graph/settle.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi::graph {
namespace {

// Rewrites the nodes of one graph, in order. Names of what it adds start with the node's own.
class Settler {
 public:
  Settler(Graph& graph, const ValueInfos& infos) : graph_(graph), infos_(infos) {
    for (const auto& [name, weight] : graph.weights) taken_.insert(name);
    for (const Port& port : graph.inputs) taken_.insert(port.name);
    for (const Node& node : graph.nodes) taken_.insert(node.outputs.begin(), node.outputs.end());
  }

  void run() {
    std::vector<Node> old = std::move(graph_.nodes);
    graph_.nodes.clear();
    for (Node& node : old) settle(node);
  }

 private:
  const ValueInfo* info(const Node& node, size_t index) const {
    if (!node.has_input(index)) return nullptr;
    const auto found = infos_.find(node.inputs[index]);
    return found == infos_.end() ? nullptr : &found->second;
  }

  // The integers that an input holds, where they are known.
  std::optional<std::vector<int64_t>> integers(const Node& node, size_t index) const {
    const ValueInfo* known = info(node, index);
    if (!known || !known->constant) return {};
    const Tensor tensor = known->constant.to(DataType::kInt64);
    return std::vector<int64_t>(tensor.values<int64_t>().begin(), tensor.values<int64_t>().end());
  }

  std::string add(const Node& near, const char* what, const char* op,
                  std::vector<std::string> inputs, Attributes attributes = {}) {
    std::string name = near.name + "." + what;
    while (!taken_.insert(name).second) name += "_";
    graph_.nodes.push_back({op, name, std::move(inputs), {name}, std::move(attributes)});
    return name;
  }

  std::string constant(const Node& near, const char* what, Tensor value) {
    return add(near, what, "Constant", {}, {{"value", std::move(value)}});
  }

  // The list `list` followed by `rest`, of which the elements number `order` are taken.
  std::string arranged(const Node& near, const std::string& list, const std::string& rest,
                       std::vector<int64_t> order) {
    const std::string all = add(near, "all", "Concat", {list, rest}, {{"axis", int64_t{0}}});
    const std::string indices = constant(near, "order", Tensor::list(std::move(order)));
    return add(near, "list", "Gather", {all, indices}, {{"axis", int64_t{0}}});
  }

  // For every axis of `rank` its place in `axes`, or `otherwise(axis)`.
  template <class Otherwise>
  static std::vector<int64_t> places(const Node& node, const std::vector<int64_t>& axes,
                                     size_t rank, Otherwise otherwise) {
    std::vector<int64_t> result;
    for (size_t axis = 0; axis < rank; ++axis) result.push_back(otherwise(axis));
    for (size_t i = 0; i < axes.size(); ++i) {
      const auto signed_rank = static_cast<int64_t>(rank);
      check(axes[i] >= -signed_rank && axes[i] < signed_rank, describe(node), ": axis ", axes[i],
            " is not within rank ", rank);
      result[axes[i] < 0 ? axes[i] + signed_rank : axes[i]] = static_cast<int64_t>(i);
    }
    return result;
  }

  void settle(Node& node) {
    if (node.attributes.erase(kJoinsAxes)) return settle_softmax(node);
    if (node.op == "Pad" && node.has_input(3)) settle_pad(node);
    if (node.op == "Resize" && node.find("axes")) settle_resize(node);
    if (node.op == "Split" && !node.has_input(1)) settle_split(node);
    if (node.op.starts_with("Reduce") && node.op != "ReduceSum") settle_reduce(node);
    graph_.nodes.push_back(std::move(node));
  }

  void settle_softmax(Node& node);
  void settle_pad(Node& node);
  void settle_resize(Node& node);
  void settle_split(Node& node);
  void settle_reduce(Node& node);

  Graph& graph_;
  const ValueInfos& infos_;
  std::set<std::string> taken_;
};

void Settler::settle_softmax(Node& node) {
  const int64_t axis = node.integer("axis", -1);
  const ValueInfo* x = info(node, 0);
  const bool is_last = axis == -1 || (x && axis == static_cast<int64_t>(x->shape.size()) - 1);
  if (is_last) return graph_.nodes.push_back(std::move(node));
  const std::string shape = add(node, "shape", "Shape", {node.inputs.at(0)});
  const std::string flat = add(node, "flat", "Flatten", {node.inputs[0]}, {{"axis", axis}});
  const std::string result = add(node, "result", node.op.c_str(), {flat}, {{"axis", int64_t{-1}}});
  graph_.nodes.push_back({"Reshape", node.name, {result, shape}, node.outputs, {}});
}

// Pads of the axes that are not named are 0.
void Settler::settle_pad(Node& node) {
  const ValueInfo* x = info(node, 0);
  const auto axes = integers(node, 3);
  if (!x || !axes) return;
  const auto count = static_cast<int64_t>(axes->size());
  std::vector<int64_t> order =
      places(node, *axes, x->shape.size(), [&](size_t) { return 2 * count; });
  for (size_t axis = 0; axis < x->shape.size(); ++axis) {
    order.push_back(order[axis] == 2 * count ? 2 * count : order[axis] + count);
  }
  const std::string zero = constant(node, "zero", Tensor::list({0}));
  node.inputs[1] = arranged(node, node.inputs[1], zero, std::move(order));
  node.inputs.resize(3);
  if (node.inputs[2].empty()) node.inputs.resize(2);
}

// Axes that are not named keep their extent.
void Settler::settle_resize(Node& node) {
  const ValueInfo* x = info(node, 0);
  if (!x) return;
  const std::vector<int64_t> axes = node.integers("axes");
  const auto count = static_cast<int64_t>(axes.size());
  const bool has_sizes = node.has_input(3);
  const std::vector<int64_t> order = places(node, axes, x->shape.size(), [&](size_t axis) {
    return count + (has_sizes ? static_cast<int64_t>(axis) : 0);
  });
  const std::string rest = has_sizes ? add(node, "shape", "Shape", {node.inputs[0]})
                                     : constant(node, "one", Tensor({1}, std::vector<float>{1}));
  std::string& list = node.inputs.at(has_sizes ? 3 : 2);
  list = arranged(node, list, rest, order);
  node.inputs.at(1).clear();  // the region of interest has entries per axis, too, and is not used
  node.attributes.erase("axes");
}

// Opset 18's num_outputs makes the last part smaller; opset 17 needs the parts then.
void Settler::settle_split(Node& node) {
  const ValueInfo* x = info(node, 0);
  const auto count = static_cast<int64_t>(node.outputs.size());
  if (!x || count == 0) return;
  const auto rank = static_cast<int64_t>(x->shape.size());
  const int64_t given = node.integer("axis", 0), axis = given < 0 ? given + rank : given;
  if (axis < 0 || axis >= rank || !x->shape[axis].is_known()) return;
  const int64_t extent = x->shape[axis].value(), part = (extent + count - 1) / count;
  if (extent % count == 0) return;
  std::vector<int64_t> parts(count, part);
  parts.back() = extent - part * (count - 1);
  check(parts.back() >= 0, describe(node), ": an extent of ", extent, " has no ", count, " parts");
  node.inputs.resize(1);
  node.inputs.push_back(constant(node, "parts", Tensor::list(std::move(parts))));
}

void Settler::settle_reduce(Node& node) {
  const bool is_noop = node.integer("noop_with_empty_axes", 0) != 0;
  node.attributes.erase("noop_with_empty_axes");
  const auto axes = node.has_input(1) ? integers(node, 1) : node.integers("axes");
  check(axes.has_value(), describe(node), ": axes must be known before the network runs");
  node.inputs.resize(1);
  if (!axes->empty()) {
    node.attributes["axes"] = *axes;
  } else if (is_noop) {
    node.op = "Identity";
    node.attributes.clear();
  }
}

}  // namespace

void settle(Graph& graph, const ValueInfos& infos) { Settler(graph, infos).run(); }

}  // namespace kintsugi::graph
