#include "kintsugi/onnx/opsets.h"

#include <algorithm>
#include <cmath>

#include "kintsugi/error.h"
#include "kintsugi/graph/node_writer.h"
#include "kintsugi/graph/settle.h"
#include "kintsugi/onnx/onnx_types.h"

namespace kintsugi::graph {
namespace {

// Rewrites the nodes of one graph, in order.
class Upgrade {
 public:
  Upgrade(Graph& graph, int64_t opset) : graph_(graph), opset_(opset), writer_(graph) {}

  void run() {
    std::vector<Node> old = std::move(graph_.nodes);
    graph_.nodes.clear();
    for (Node& node : old) {
      upgrade(node);
      if (!node.op.empty()) graph_.nodes.push_back(std::move(node));
    }
  }

 private:
  std::string constant(const Node& near, Tensor value) {
    return writer_.constant(near, std::move(value));
  }
  std::string add(const Node& near, const char* op, std::vector<std::string> inputs) {
    return writer_.add(near, op, std::move(inputs));
  }

  // Makes the attribute, if it is there, input number `index`.
  void attribute_to_input(Node& node, const char* attribute, size_t index) {
    const auto found = node.attributes.find(attribute);
    if (found == node.attributes.end()) return;
    Tensor value;
    if (const auto* number = std::get_if<float>(&found->second)) value = Tensor::scalar(*number);
    if (const auto* list = std::get_if<std::vector<int64_t>>(&found->second)) {
      value = Tensor::list(*list);
    }
    if (const auto* list = std::get_if<std::vector<float>>(&found->second)) {
      value = Tensor({static_cast<int64_t>(list->size())}, *list);
    }
    check(bool(value), describe(node), ": attribute ", attribute, " has a wrong type");
    node.attributes.erase(found);
    if (node.inputs.size() <= index) node.inputs.resize(index + 1);
    node.inputs[index] = constant(node, std::move(value));
  }

  void upgrade(Node& node);
  void upgrade_old(Node& node);
  void upgrade_resize(Node& node);
  static void upgrade_split(Node& node);
  void replace_gelu(Node& node);
  void replace_mish(Node& node);
  void replace_group_norm(Node& node);

  Graph& graph_;
  int64_t opset_;
  NodeWriter writer_;
};

void Upgrade::upgrade(Node& node) {
  if (node.op == "Gelu") return replace_gelu(node);
  if (node.op == "Mish") return replace_mish(node);
  if (node.op == "GroupNormalization") return replace_group_norm(node);
  if (node.op == "Resize" || node.op == "Upsample") return upgrade_resize(node);
  if (node.op == "Constant") node.attributes = {{"value", constant_value(node)}};
  if (node.op == "Cast") {
    const auto type = type_from_onnx(node.integer("to", 0));
    check(type.has_value(), describe(node), ": there is no type number ", node.integer("to", 0),
          " to cast to");
    node.attributes = {{"to", int64_t{onnx_type(*type)}}};
  }
  if (node.op == "Split") upgrade_split(node);
  if (node.op == "BatchNormalization") {
    node.attributes.erase("spatial");
    if (!node.outputs.empty()) node.outputs.resize(1);
  }
  upgrade_old(node);
}

// What became inputs over time.
void Upgrade::upgrade_old(Node& node) {
  if (node.op == "Clip") {
    attribute_to_input(node, "min", 1);
    attribute_to_input(node, "max", 2);
  } else if (node.op == "Squeeze" || node.op == "Unsqueeze" || node.op == "ReduceSum") {
    attribute_to_input(node, "axes", 1);
  } else if (node.op == "Split") {
    attribute_to_input(node, "split", 1);
  } else if (node.op == "Dropout") {
    attribute_to_input(node, "ratio", 1);
    node.attributes.erase("seed");
  } else if (node.op == "Pad") {
    attribute_to_input(node, "pads", 1);
    attribute_to_input(node, "value", 2);
  } else if (node.op == "Slice") {
    attribute_to_input(node, "starts", 1);
    attribute_to_input(node, "ends", 2);
    attribute_to_input(node, "axes", 3);
  } else if ((node.op == "Softmax" || node.op == "LogSoftmax") && opset_ < 13) {
    node.attributes.try_emplace("axis", int64_t{1});
    node.attributes[kJoinsAxes] = int64_t{1};
  }
}

void Upgrade::upgrade_split(Node& node) {
  const auto count = static_cast<int64_t>(node.outputs.size());
  check(node.integer("num_outputs", count) == count, describe(node), ": has ", count,
        " outputs, expected ", node.integer("num_outputs", count));
  node.attributes.erase("num_outputs");
}

// Upsample, and Resize of opset 10, count coordinates from the corner and know scales only.
void Upgrade::upgrade_resize(Node& node) {
  if (node.op == "Resize" && opset_ >= 11) {
    const std::string policy = node.text("keep_aspect_ratio_policy", "stretch");
    check(policy == "stretch", describe(node), ": keep_aspect_ratio_policy '", policy,
          "' is not supported");
    check(node.integer("antialias", 0) == 0, describe(node), ": antialias is not supported");
    node.attributes.erase("keep_aspect_ratio_policy");
    node.attributes.erase("antialias");
    return;
  }
  node.op = "Resize";
  attribute_to_input(node, "scales", 1);
  check(node.inputs.size() == 2, describe(node), ": has no scales");
  node.inputs.insert(node.inputs.begin() + 1, "");
  node.attributes["coordinate_transformation_mode"] = std::string("asymmetric");
  node.attributes["nearest_mode"] = std::string("floor");
}

// Gelu(x) is x/2 * (1 + erf(x / sqrt(2))), or with tanh (Hendrycks and Gimpel 2016).
void Upgrade::replace_gelu(Node& node) {
  check(node.inputs.size() == 1 && node.outputs.size() == 1, describe(node), ": has ",
        node.inputs.size(), " inputs, expected 1");
  const std::string x = node.inputs[0];
  const auto number = [&](double value) {
    return constant(node, Tensor::scalar(static_cast<float>(value)));
  };
  std::string bend;
  if (node.text("approximate", "none") == "tanh") {
    const std::string cube = add(node, "Mul", {add(node, "Mul", {x, x}), x});
    const std::string sum = add(node, "Add", {x, add(node, "Mul", {cube, number(0.044715)})});
    bend = add(node, "Tanh", {add(node, "Mul", {sum, number(std::sqrt(2 / M_PI))})});
  } else {
    bend = add(node, "Erf", {add(node, "Mul", {x, number(std::sqrt(0.5))})});
  }
  const std::string half = add(node, "Mul", {x, number(0.5)});
  const std::string factor = add(node, "Add", {bend, number(1)});
  node = {"Mul", node.name, {half, factor}, node.outputs, {}};
}

void Upgrade::replace_mish(Node& node) {
  check(node.inputs.size() == 1 && node.outputs.size() == 1, describe(node), ": has ",
        node.inputs.size(), " inputs, expected 1");
  const std::string x = node.inputs[0];
  const std::string bend = add(node, "Tanh", {add(node, "Softplus", {x})});
  node = {"Mul", node.name, {x, bend}, node.outputs, {}};
}

// Normalizes over groups of channels (Wu and He 2018): an InstanceNormalization of [N, groups, all
// the rest]. Scale and bias have an entry for every group in opset 18, for every channel in 21.
void Upgrade::replace_group_norm(Node& node) {
  check(node.inputs.size() == 3 && node.outputs.size() == 1, describe(node), ": has ",
        node.inputs.size(), " inputs, expected 3");
  const int64_t groups = node.integer("num_groups", 0);
  check(groups > 0 && groups < 1 << 20, describe(node), ": num_groups is ", groups);
  const std::string x = node.inputs[0], scale = node.inputs[1], bias = node.inputs[2];
  const auto reshape = [&](const std::string& from, std::vector<int64_t> sizes) {
    return add(node, "Reshape", {from, constant(node, Tensor::list(std::move(sizes)))});
  };
  const bool is_per_group = opset_ < 21;
  const auto filled = [&](float value) {
    return constant(node, Tensor({groups}, std::vector<float>(groups, value)));
  };
  std::vector<std::string> inputs = {reshape(x, {0, groups, -1}), scale, bias};
  if (!is_per_group) inputs = {inputs[0], filled(1), filled(0)};
  std::string y = add(node, "InstanceNormalization", inputs);
  graph_.nodes.back().attributes["epsilon"] = node.real("epsilon", 1e-5f);
  const std::string sizes = add(node, "Shape", {x});
  if (is_per_group) {
    node = {"Reshape", node.name, {y, sizes}, node.outputs, {}};
    return;
  }
  y = reshape(add(node, "Reshape", {y, sizes}), {0, 0, -1});
  y = add(node, "Mul", {y, reshape(scale, {1, -1, 1})});
  y = add(node, "Add", {y, reshape(bias, {1, -1, 1})});
  node = {"Reshape", node.name, {y, sizes}, node.outputs, {}};
}

}  // namespace

bool is_replaced(std::string_view op) {
  return op == "Upsample" || op == "Gelu" || op == "Mish" || op == "GroupNormalization";
}

void to_current_opset(Graph& graph, int64_t opset) { Upgrade(graph, opset).run(); }

}  // namespace kintsugi::graph
