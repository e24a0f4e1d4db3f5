#include "kintsugi/onnx/onnx_quantized.h"

#include <algorithm>

#include "kintsugi/error.h"
#include "kintsugi/graph/node_writer.h"

namespace kintsugi::graph {
namespace {

// Names of the values that say what a number stands for: scale (number - zero).
struct Scaling {
  std::string scale, zero;  // no zero: 0
  int64_t axis = 0;         // where they are lists
};

// Rewrites the nodes of one graph, in order.
class Dequantizer {
 public:
  Dequantizer(Graph& graph, const std::map<std::string, int32_t>& types)
      : graph_(graph), types_(types), writer_(graph), constants_(graph.constants()) {
    for (const auto& [name, tensor] : constants_) ranks_[name] = tensor.sizes().size();
  }

  void run() {
    std::vector<Node> old = std::move(graph_.nodes);
    graph_.nodes.clear();
    for (Node& node : old) {
      if (is_quantized(node.op)) {
        replace(node);
      } else {
        graph_.nodes.push_back(std::move(node));
      }
    }
  }

 private:
  std::string add(const Node& near, const char* op, std::vector<std::string> inputs,
                  Attributes attributes = {}) {
    return writer_.add(near, op, std::move(inputs), std::move(attributes));
  }
  std::string number(const Node& near, float value) {
    return writer_.constant(near, Tensor::scalar(value));
  }
  std::string as_float(const Node& near, const std::string& x) {
    return add(near, "Cast", {x}, {{"to", int64_t{1}}});
  }

  // A scale or zero point as floats that lie along `axis` of `x`.
  std::string along(const Node& node, const std::string& list, const std::string& x, int64_t axis) {
    const std::string floats = as_float(node, list);
    const auto found = constants_.find(list);
    if (found == constants_.end() || found->second.size() == 1) return floats;
    const auto rank = ranks_.find(x);
    check(rank != ranks_.end(), describe(node), ": scales by axis are supported for weights only");
    const auto count = static_cast<int64_t>(rank->second), at = axis < 0 ? axis + count : axis;
    check(at >= 0 && at < count, describe(node), ": axis ", axis, " is not within rank ", count);
    std::vector<int64_t> sizes(rank->second, 1);
    sizes[static_cast<size_t>(at)] = -1;
    return add(node, "Reshape", {floats, writer_.constant(node, Tensor::list(sizes))});
  }

  // x - zero.
  std::string centred(const Node& node, const std::string& x, const Scaling& s) {
    const std::string floats = as_float(node, x);
    return s.zero.empty() ? floats : add(node, "Sub", {floats, along(node, s.zero, x, s.axis)});
  }

  std::string dequantized(const Node& node, const std::string& x, const Scaling& s) {
    return add(node, "Mul", {centred(node, x, s), along(node, s.scale, x, s.axis)});
  }

  // The last node is one that makes `output`.
  void quantize(const Node& node, const std::string& x, const Scaling& s,
                const std::string& output) {
    std::string y = add(node, "Round", {add(node, "Div", {x, along(node, s.scale, x, s.axis)})});
    if (!s.zero.empty()) y = add(node, "Add", {y, along(node, s.zero, x, s.axis)});
    const auto [low, high] = range_of(node, s.zero);
    finish(node, "Clip", {y, number(node, low), number(node, high)}, output);
    if (const auto rank = ranks_.find(x); rank != ranks_.end()) ranks_[output] = rank->second;
  }

  void finish(const Node& node, const char* op, std::vector<std::string> inputs,
              const std::string& output, Attributes attributes = {}) {
    graph_.nodes.push_back({op, node.name, std::move(inputs), {output}, std::move(attributes)});
  }

  // What fits in the type of the zero point.
  std::pair<float, float> range_of(const Node& node, const std::string& zero) const {
    constexpr std::pair<int64_t, std::pair<float, float>> kRanges[] = {
        {2, {0, 255}}, {3, {-128, 127}}, {4, {0, 65535}}, {5, {-32768, 32767}}};
    const auto found = types_.find(zero);
    const int64_t asked = node.integer("output_dtype", 0);
    const int64_t type = found != types_.end() ? found->second : asked != 0 ? asked : 2;
    for (const auto& [number, range] : kRanges) {
      if (number == type) return range;
    }
    throw Error(describe(node) + ": quantizes to the type number " + std::to_string(type) +
                ", expected 8 or 16 bits");
  }

  static Scaling scaling(const Node& node, size_t first, int64_t axis) {
    return {node.inputs[first], node.has_input(first + 1) ? node.inputs[first + 1] : "", axis};
  }

  void replace(const Node& node);
  void replace_dynamic(const Node& node);
  void replace_integer(const Node& node, bool is_conv);
  void replace_linear(const Node& node, bool is_conv);

  Graph& graph_;
  const std::map<std::string, int32_t>& types_;
  NodeWriter writer_;
  std::map<std::string, Tensor, std::less<>> constants_;
  std::map<std::string, size_t> ranks_;  // of what is made of weights alone
};

struct Arity {
  std::string_view op;
  size_t min_inputs, num_outputs;
};
constexpr Arity kOperators[] = {{"QuantizeLinear", 2, 1},        {"DequantizeLinear", 2, 1},
                                {"DynamicQuantizeLinear", 1, 3}, {"ConvInteger", 2, 1},
                                {"MatMulInteger", 2, 1},         {"QLinearConv", 8, 1},
                                {"QLinearMatMul", 8, 1}};

void Dequantizer::replace(const Node& node) {
  const auto arity = std::ranges::find(kOperators, node.op, &Arity::op);
  bool has_all = node.inputs.size() >= arity->min_inputs;
  for (size_t i = 0; has_all && i < arity->min_inputs; ++i) has_all = node.has_input(i);
  check(has_all, describe(node), ": has ", node.inputs.size(), " inputs, expected ",
        arity->min_inputs);
  check(node.outputs.size() == arity->num_outputs, describe(node), ": has ", node.outputs.size(),
        " outputs, expected ", arity->num_outputs);
  check(node.integer("block_size", 0) == 0, describe(node), ": blocks are not supported");
  if (node.op == "DynamicQuantizeLinear") return replace_dynamic(node);
  if (node.op == "ConvInteger") return replace_integer(node, true);
  if (node.op == "MatMulInteger") return replace_integer(node, false);
  if (node.op == "QLinearConv") return replace_linear(node, true);
  if (node.op == "QLinearMatMul") return replace_linear(node, false);
  const Scaling s = scaling(node, 1, node.integer("axis", 1));
  const std::string& x = node.inputs[0];
  if (node.op == "QuantizeLinear") return quantize(node, x, s, node.outputs[0]);
  finish(node, "Mul", {centred(node, x, s), along(node, s.scale, x, s.axis)}, node.outputs[0]);
}

// 0..255 from the least to the greatest of x and 0.
void Dequantizer::replace_dynamic(const Node& node) {
  const std::string &x = node.inputs[0], zero = number(node, 0);
  const auto extreme = [&](const char* reduce, const char* op) {
    const Attributes whole = {{"keepdims", int64_t{0}}};
    return add(node, op, {add(node, reduce, {x}, whole), zero});
  };
  const std::string low = extreme("ReduceMin", "Min"), high = extreme("ReduceMax", "Max");
  const std::string step = add(node, "Div", {add(node, "Sub", {high, low}), number(node, 255)});
  const std::string scale = add(node, "Max", {step, number(node, 1e-30f)});  // x may be all 0
  const std::string start = add(node, "Div", {add(node, "Sub", {zero, low}), scale});
  const std::string point =
      add(node, "Clip", {add(node, "Round", {start}), zero, number(node, 255)});
  for (const auto& [from, output] : {std::pair(scale, node.outputs[1]), {point, node.outputs[2]}}) {
    if (output.empty()) continue;
    graph_.nodes.push_back({"Identity", from + ".result", {from}, {output}, {}});
  }
  if (!node.outputs[0].empty()) quantize(node, x, {scale, point}, node.outputs[0]);
}

// Zero points of a convolution's weights lie along its output channels; those of matrices along the
// rows of the first, the columns of the second.
void Dequantizer::replace_integer(const Node& node, bool is_conv) {
  const auto zero = [&](size_t input) {
    return node.has_input(input) ? node.inputs[input] : std::string();
  };
  const std::string a = centred(node, node.inputs[0], {"", zero(2), is_conv ? 1 : -2});
  const std::string b = centred(node, node.inputs[1], {"", zero(3), is_conv ? 0 : -1});
  finish(node, is_conv ? "Conv" : "MatMul", {a, b}, node.outputs[0], node.attributes);
}

void Dequantizer::replace_linear(const Node& node, bool is_conv) {
  const Scaling x = scaling(node, 1, is_conv ? 1 : -2), w = scaling(node, 4, is_conv ? 0 : -1);
  std::vector<std::string> inputs = {dequantized(node, node.inputs[0], x),
                                     dequantized(node, node.inputs[3], w)};
  if (is_conv && node.has_input(8)) {  // the bias is in steps of both scales
    const std::string step = add(node, "Mul", {x.scale, w.scale});
    inputs.push_back(add(node, "Mul", {as_float(node, node.inputs[8]), step}));
  }
  const std::string y = add(node, is_conv ? "Conv" : "MatMul", inputs, node.attributes);
  quantize(node, y, scaling(node, 6, 1), node.outputs[0]);
}

}  // namespace

bool is_quantized(std::string_view op) {
  return std::ranges::find(kOperators, op, &Arity::op) != std::end(kOperators);
}

void to_floats(Graph& graph, const std::map<std::string, int32_t>& types) {
  Dequantizer(graph, types).run();
}

}  // namespace kintsugi::graph
