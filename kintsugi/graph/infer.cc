#include "kintsugi/graph/infer.h"

#include <algorithm>

#include "kintsugi/error.h"
#include "kintsugi/graph/operators.h"
#include "kintsugi/graph/reference.h"

namespace kintsugi::graph {
namespace {

constexpr int64_t kMaxElements = 1024;  // of tensors whose content is followed through the graph

bool is_small(const ValueInfo& info) {
  return is_known(info.shape) && num_elements(sizes_of(info.shape)) <= kMaxElements;
}

// Content that follows from the inputs': by running the node where all of it is numbers, by
// arithmetic on expressions where it is not.
void follow_content(const Operator& known, const Operands& in,
                    const std::vector<const ValueInfo*>& inputs, std::vector<ValueInfo>& outputs) {
  if (!std::all_of(outputs.begin(), outputs.end(), is_small)) return;
  const auto is_content = [](const ValueInfo* info) { return !info || info->constant; };
  const bool needs_only_shapes = known.positions == Positions::kSizesOnly;
  const bool is_constant = std::all_of(inputs.begin(), inputs.end(), is_content) ||
                           (needs_only_shapes && is_known(in.shape(0)));
  const bool is_small_job = std::all_of(
      inputs.begin(), inputs.end(), [](const ValueInfo* info) { return !info || is_small(*info); });
  if (is_constant && (is_small_job || needs_only_shapes)) {
    std::vector<Tensor> tensors;
    for (const ValueInfo* info : inputs) tensors.push_back(info ? info->constant : Tensor());
    const std::vector<Tensor> results =
        needs_only_shapes ? std::vector<Tensor>{} : run_node(in.node, tensors);
    for (size_t i = 0; i < results.size(); ++i) outputs[i] = info_of(results[i]);
  }
  if (outputs.size() != 1 || outputs[0].elements || !known.elements) return;
  outputs[0].elements = known.elements(in, outputs[0]);
  if (!outputs[0].elements) return;
  const std::vector<Dim>& elements = *outputs[0].elements;
  // Booleans stay out: Equal takes expressions that may be equal for different ones.
  if (outputs[0].type != DataType::kBool && is_known(elements)) {
    const Tensor integers(sizes_of(outputs[0].shape), sizes_of(elements));
    outputs[0].constant = integers.to(outputs[0].type);
  }
}

}  // namespace

const ValueInfo& Operands::operator[](size_t index) const {
  check(has(index), "input ", index, " is missing");
  return *inputs_[index];
}

const Shape& Operands::shape(size_t index, size_t rank) const {
  const Shape& found = shape(index);
  check(found.size() == rank, "input ", index, " is ", to_string(found), ", expected rank ", rank);
  return found;
}

void Operands::expect_channels(size_t index, const Dim& channels) const {
  if (!has(index)) return;
  check(may_be_equal(shape(index, 1), {channels}), "input ", index, " is ", to_string(shape(index)),
        ", expected [", channels.to_string(), "]");
}

void Operands::need(bool is_known, size_t index) const {
  if (is_known) return;
  throw NotYetKnown(describe(node) + ": input " + std::to_string(index) + " '" +
                    node.inputs[index] + "' must be known before the network runs");
}

std::vector<int64_t> Operands::list(size_t index) const {
  const ValueInfo& info = (*this)[index];
  need(bool(info.constant), index);
  check(info.constant.size() <= kMaxElements, "input ", index, " has ", info.constant.size(),
        " elements, expected at most ", kMaxElements);
  const Tensor integers = info.constant.to(DataType::kInt64);
  const auto values = integers.values<int64_t>();
  return {values.begin(), values.end()};
}

size_t Operands::axis(int64_t axis, size_t rank) const {
  const auto signed_rank = static_cast<int64_t>(rank);
  check(axis >= -signed_rank && axis < signed_rank, "axis ", axis, " is not within rank ", rank);
  return axis < 0 ? axis + signed_rank : axis;
}

std::vector<size_t> Operands::axes(const std::vector<int64_t>& list, size_t rank) const {
  std::vector<size_t> result;
  for (const int64_t one : list) {
    result.push_back(axis(one, rank));
    check(std::count(result.begin(), result.end(), result.back()) == 1, "axis ", one,
          " is given twice");
  }
  return result;
}

ValueInfo info_of(const Tensor& tensor) {
  ValueInfo info{tensor.type(), shape_of(tensor.sizes()), tensor, {}};
  if (!is_floating(tensor.type()) && tensor.size() <= kMaxElements) {
    const Tensor integers = tensor.to(DataType::kInt64);
    const auto values = integers.values<int64_t>();
    info.elements.emplace(values.begin(), values.end());
  }
  return info;
}

std::vector<ValueInfo> infer_node(const Node& node, const std::vector<const ValueInfo*>& inputs) {
  const Operator* known = find_operator(node.op);
  check(known != nullptr, describe(node), ": there is no operator ", node.op);
  const Operands in(node, inputs);
  in.check(inputs.size() >= known->min_inputs && inputs.size() <= known->max_inputs, "has ",
           inputs.size(), " inputs, expected ", known->min_inputs, " to ", known->max_inputs);
  for (size_t i = 0; i < known->min_inputs; ++i) in.check(in.has(i), "input ", i, " is missing");
  try {
    std::vector<ValueInfo> outputs = known->infer(in);
    for (const ValueInfo& output : outputs) {
      if (is_known(output.shape))
        num_elements(sizes_of(output.shape));  // not negative, no overflow
    }
    follow_content(*known, in, inputs, outputs);
    return outputs;
  } catch (const NotYetKnown&) {
    throw;
  } catch (const Error& error) {
    const std::string start = describe(node);
    if (std::string_view(error.what()).starts_with(start)) throw;
    throw Error(start + ": " + error.what());
  }
}

static ValueInfos given_infos(const Graph& graph, const SymbolValues& symbols) {
  ValueInfos infos;
  for (const auto& [name, weight] : graph.weights) infos[name] = info_of(weight);
  for (const Port& port : graph.inputs) {
    const Shape shape = substitute(port.shape, symbols);
    for (const Dim& extent : shape) {
      check(!extent.is_known() || extent.value() >= 0, "input '", port.name, "' is ",
            to_string(shape), ": a negative extent");
    }
    infos[port.name] = {port.type, shape, {}, {}};
  }
  return infos;
}

// Adds the infos of the outputs of `node`.
static void infer_outputs(const Node& node, ValueInfos& infos) {
  std::vector<const ValueInfo*> inputs;
  for (const std::string& input : node.inputs) {
    const auto found = infos.find(input);
    check(input.empty() || found != infos.end(), describe(node), " reads '", input,
          "', which nothing before it makes");
    inputs.push_back(input.empty() ? nullptr : &found->second);
  }
  std::vector<ValueInfo> outputs = infer_node(node, inputs);
  check(node.outputs.size() <= outputs.size(), describe(node), " has ", node.outputs.size(),
        " outputs, expected at most ", outputs.size());
  for (size_t i = 0; i < node.outputs.size(); ++i) {
    if (!node.outputs[i].empty()) infos[node.outputs[i]] = std::move(outputs[i]);
  }
}

ValueInfos infer(const Graph& graph, const SymbolValues& symbols) {
  ValueInfos infos = given_infos(graph, symbols);
  for (const Node& node : graph.nodes) infer_outputs(node, infos);
  return infos;
}

ValueInfos infer_known(const Graph& graph) {
  ValueInfos infos = given_infos(graph, {});
  for (const Node& node : graph.nodes) {
    const bool has_all = std::all_of(
        node.inputs.begin(), node.inputs.end(),
        [&](const std::string& input) { return input.empty() || infos.contains(input); });
    if (!has_all) continue;
    try {
      infer_outputs(node, infos);
    } catch (const NotYetKnown&) {
    }
  }
  return infos;
}

void match_sizes(const Port& port, const Sizes& sizes, SymbolValues& symbols) {
  const std::string found = "input '" + port.name + "' is " + kintsugi::to_string(sizes);
  check(sizes.size() == port.shape.size(), found, ", expected ", to_string(port.shape));
  for (size_t i = 0; i < sizes.size(); ++i) {
    const Dim expected = port.shape[i].substitute(symbols);
    if (expected.is_known()) {
      check(expected.value() == sizes[i], found, ", expected ",
            to_string(substitute(port.shape, symbols)));
    } else {
      symbols[expected.to_string()] = sizes[i];
    }
  }
}

}  // namespace kintsugi::graph
