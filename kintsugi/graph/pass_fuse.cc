#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "kintsugi/graph/passes.h"

namespace kintsugi::graph {
namespace {

// Who makes and who reads each value.
struct Links {
  explicit Links(const Graph& graph) {
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
      for (const std::string& input : graph.nodes[i].inputs) ++num_readers[input];
      for (const std::string& output : graph.nodes[i].outputs) maker[output] = i;
    }
    for (const Port& port : graph.outputs) ++num_readers[port.name];
  }

  /// The node that makes `value`, if one of `ops` does and nobody else reads it; else null.
  Node* sole_maker(Graph& graph, const std::string& value,
                   std::initializer_list<std::string_view> ops) const {
    const auto found = maker.find(value);
    if (found == maker.end() || num_readers.at(value) != 1) return nullptr;
    Node& node = graph.nodes[found->second];
    return std::find(ops.begin(), ops.end(), node.op) == ops.end() ? nullptr : &node;
  }

  std::map<std::string, int> num_readers;
  std::map<std::string, size_t> maker;
};

const Tensor* float_weight(const Graph& graph, const std::string& name) {
  const auto found = graph.weights.find(name);
  const bool is_there = found != graph.weights.end() && found->second.type() == DataType::kFloat32;
  return is_there ? &found->second : nullptr;
}

// y = (x - mean) / sqrt(variance + epsilon) * scale + bias, as x * factor + shift.
struct Affine {
  std::vector<double> factor, shift;
};

std::optional<Affine> affine_of(const Graph& graph, const Node& norm) {
  std::vector<const Tensor*> weights;
  for (size_t i = 1; i < 5; ++i) weights.push_back(float_weight(graph, norm.inputs.at(i)));
  if (std::count(weights.begin(), weights.end(), nullptr)) return {};
  const auto at = [&](int which, size_t c) -> double { return weights[which]->values<float>()[c]; };
  const double epsilon = norm.real("epsilon", 1e-5f);
  Affine affine;
  for (size_t c = 0; c < static_cast<size_t>(weights[0]->size()); ++c) {
    affine.factor.push_back(at(0, c) / std::sqrt(at(3, c) + epsilon));
    affine.shift.push_back(at(1, c) - at(2, c) * affine.factor.back());
  }
  return affine;
}

// Multiplies the weights of every output channel: [O, I/g, ..] of Conv, [I, O/g, ..] of
// ConvTranspose.
Tensor scaled_weight(const Tensor& weight, const Node& conv, const std::vector<double>& factor) {
  std::vector<float> values(weight.values<float>().begin(), weight.values<float>().end());
  const Sizes& sizes = weight.sizes();
  const int64_t taps = num_elements(Sizes(sizes.begin() + 2, sizes.end()));
  const int64_t inputs_per_group = sizes[0] / conv.integer("group", 1);
  for (int64_t i = 0; i < weight.size(); ++i) {
    const int64_t row = i / (taps * sizes[1]), column = i / taps % sizes[1];
    const int64_t channel = conv.op == "Conv" ? row : row / inputs_per_group * sizes[1] + column;
    values[i] = static_cast<float>(values[i] * factor[channel]);
  }
  return Tensor(sizes, std::move(values));
}

// Folds `norm` into `conv`; false when a weight is not constant.
bool fold(Graph& graph, Node& conv, const Node& norm) {
  const std::optional<Affine> affine = affine_of(graph, norm);
  const Tensor* weight = float_weight(graph, conv.inputs.at(1));
  const Tensor* bias = conv.has_input(2) ? float_weight(graph, conv.inputs[2]) : nullptr;
  if (!affine || !weight || (conv.has_input(2) && !bias)) return false;
  std::vector<float> shift;
  for (size_t c = 0; c < affine->factor.size(); ++c) {
    const double old = bias ? bias->values<float>()[c] : 0;
    shift.push_back(static_cast<float>(old * affine->factor[c] + affine->shift[c]));
  }
  const auto channels = static_cast<int64_t>(shift.size());
  // Names of their own: another layer may use the same weights without this norm.
  const std::string base = conv.inputs[1] + ".folded." + norm.name;
  graph.weights[base] = scaled_weight(*weight, conv, affine->factor);
  graph.weights[base + ".bias"] = Tensor({channels}, std::move(shift));
  conv.inputs = {conv.inputs[0], base, base + ".bias"};
  return true;
}

// The attributes that describe an activation, or nothing if `node` is none that can be fused.
std::optional<Attributes> activation_of(const Graph& graph, const Node& node) {
  Attributes found = {{"kintsugi_activation", node.op}};
  if (node.op == "Relu" || node.op == "Sigmoid" || node.op == "Tanh") return found;
  if (node.op == "LeakyRelu" || node.op == "Elu") {
    found["kintsugi_alpha"] = node.real("alpha", node.op == "Elu" ? 1 : 0.01f);
    return found;
  }
  if (node.op != "Clip") return {};
  for (size_t i = 1; i < 3; ++i) {
    const Tensor* limit = node.has_input(i) ? float_weight(graph, node.inputs[i]) : nullptr;
    if (node.has_input(i) && !limit) return {};
    const float none = (i == 1 ? -1 : 1) * std::numeric_limits<float>::infinity();
    found[i == 1 ? "kintsugi_low" : "kintsugi_high"] = limit ? limit->values<float>()[0] : none;
  }
  return found;
}

}  // namespace

void fold_batch_norm(Graph& graph) {
  const Links links(graph);
  std::set<std::string> gone;
  for (Node& norm : graph.nodes) {
    if (norm.op != "BatchNormalization") continue;
    Node* conv = links.sole_maker(graph, norm.inputs.at(0), {"Conv", "ConvTranspose"});
    if (!conv || !fold(graph, *conv, norm)) continue;
    conv->outputs = {norm.outputs.at(0)};
    gone.insert(norm.name);
  }
  std::erase_if(graph.nodes, [&](const Node& node) {
    return node.op == "BatchNormalization" && gone.contains(node.name);
  });
  remove_dead_code(graph);
}

void fuse_activations(Graph& graph) {
  const Links links(graph);
  std::set<std::string> gone;
  for (const Node& node : graph.nodes) {
    const std::optional<Attributes> activation = activation_of(graph, node);
    if (!activation) continue;
    Node* maker = links.sole_maker(graph, node.inputs.at(0), {"Conv", "ConvTranspose", "Gemm"});
    if (!maker || maker->find("kintsugi_activation")) continue;
    maker->attributes.insert(activation->begin(), activation->end());
    gone.insert(node.outputs.at(0));
    maker->outputs = {node.outputs.at(0)};
  }
  std::erase_if(graph.nodes, [&](const Node& node) {
    return !node.find("kintsugi_activation") && gone.contains(node.outputs.at(0));
  });
  remove_dead_code(graph);
}

}  // namespace kintsugi::graph
