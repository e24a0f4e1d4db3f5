#include "kintsugi/onnx/onnx_read.h"

#include <onnx/onnx_pb.h>

#include <climits>
#include <map>
#include <set>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/operators.h"
#include "kintsugi/graph/settle.h"
#include "kintsugi/onnx/onnx_quantized.h"
#include "kintsugi/onnx/onnx_tensor.h"
#include "kintsugi/onnx/onnx_types.h"
#include "kintsugi/onnx/opsets.h"

namespace kintsugi::graph {
namespace {

constexpr int64_t kOldest = 9, kNewest = 21;

Dim read_dim(const onnx::TensorShapeProto::Dimension& dim, const std::string& unnamed) {
  if (dim.has_dim_value()) {
    check(dim.dim_value() >= 0, "'", unnamed, "' is a negative extent, ", dim.dim_value());
    return dim.dim_value();
  }
  if (!dim.has_dim_param() || dim.dim_param().empty()) return Dim::parse(unnamed);
  return Dim::parse(dim.dim_param().substr(0, 200));
}

Port read_port(const onnx::ValueInfoProto& info) {
  check(info.type().has_tensor_type(), "'", info.name(), "' is no tensor");
  const auto& tensor = info.type().tensor_type();
  const auto type = type_from_onnx(tensor.elem_type());
  check(type.has_value(), "'", info.name(), "' has the type number ", tensor.elem_type(),
        ", which is not supported");
  Port port{info.name(), *type, {}};
  check(tensor.shape().dim_size() <= 16, "'", info.name(), "' has ", tensor.shape().dim_size(),
        " extents");
  for (int i = 0; i < tensor.shape().dim_size(); ++i) {
    const std::string unnamed = "axis" + std::to_string(i) + "_of_" + info.name();
    port.shape.push_back(read_dim(tensor.shape().dim(i), unnamed));
  }
  return port;
}

// What a file says of an output matters only where inference cannot say it.
Port read_output(const onnx::ValueInfoProto& info) {
  return info.has_type() && info.type().has_tensor_type() ? read_port(info) : Port{info.name()};
}

Attribute read_attribute(const onnx::AttributeProto& attribute) {
  using onnx::AttributeProto;
  check(attribute.ref_attr_name().empty(), "attribute ", attribute.name(), " is a reference");
  switch (attribute.type()) {
    case AttributeProto::INT:
      return attribute.i();
    case AttributeProto::FLOAT:
      return attribute.f();
    case AttributeProto::STRING:
      return attribute.s();
    case AttributeProto::INTS:
      return std::vector<int64_t>(attribute.ints().begin(), attribute.ints().end());
    case AttributeProto::FLOATS:
      return std::vector<float>(attribute.floats().begin(), attribute.floats().end());
    case AttributeProto::TENSOR:
      return tensor_from_onnx(attribute.t());
    default:
      throw Error("attribute " + attribute.name() + " has a kind that is not supported");
  }
}

Node read_node(const onnx::NodeProto& proto, int index) {
  Node node{proto.op_type(), proto.name(), {}, {}, {}};
  if (node.name.empty()) node.name = node.op + "_" + std::to_string(index);
  node.inputs.assign(proto.input().begin(), proto.input().end());
  node.outputs.assign(proto.output().begin(), proto.output().end());
  // ONNX Runtime's own operators of these names take more types and do the same.
  const bool is_runtimes = proto.domain() == "com.microsoft" && is_quantized(node.op);
  check(proto.domain().empty() || proto.domain() == "ai.onnx" || is_runtimes, describe(node),
        ": there is no operator ", node.op, " of ", proto.domain());
  check(find_operator(node.op) || is_replaced(node.op) || is_quantized(node.op), describe(node),
        ": there is no operator ", node.op);
  for (const auto& attribute : proto.attribute()) {
    try {
      node.attributes[attribute.name()] = read_attribute(attribute);
    } catch (const Error& error) {
      throw Error(describe(node) + ": " + error.what());
    }
  }
  return node;
}

int64_t opset_of(const onnx::ModelProto& model) {
  for (const auto& opset : model.opset_import()) {
    if (!opset.domain().empty() && opset.domain() != "ai.onnx") continue;
    check(opset.version() >= kOldest && opset.version() <= kNewest, "it is of opset ",
          opset.version(), ", expected ", kOldest, " to ", kNewest);
    return opset.version();
  }
  throw Error("it names no opset");
}

// Node names tell nodes apart in messages and in unknown extents.
void make_names_unique(Graph& graph) {
  std::set<std::string> names;
  int number = 0;
  for (Node& node : graph.nodes) {
    while (!names.insert(node.name).second) node.name += "_" + std::to_string(++number);
  }
}

// ONNX's type numbers of weights and constants: a graph keeps fewer types.
std::map<std::string, int32_t> types_of(const onnx::GraphProto& proto) {
  std::map<std::string, int32_t> types;
  for (const auto& weight : proto.initializer()) types[weight.name()] = weight.data_type();
  for (const auto& node : proto.node()) {
    for (const auto& attribute : node.attribute()) {
      if (node.op_type() != "Constant" || node.output_size() != 1 || !attribute.has_t()) continue;
      types[node.output(0)] = attribute.t().data_type();
    }
  }
  return types;
}

Graph read_graph(const onnx::ModelProto& model) {
  check(model.has_graph(), "it has no graph");
  check(model.functions_size() == 0, "it has functions of its own, which are not supported");
  const onnx::GraphProto& proto = model.graph();
  check(proto.sparse_initializer_size() == 0, "it has sparse weights, which are not supported");
  Graph graph;
  graph.name = proto.name();
  for (const auto& entry : model.metadata_props()) {
    const bool is_update = entry.key().starts_with(kUpdate);
    if (!is_update) graph.metadata[entry.key()] = entry.value();
    if (is_update) graph.updates[entry.key().substr(kUpdate.size())] = entry.value();
  }
  for (const auto& weight : proto.initializer()) {
    const bool is_new = graph.weights.emplace(weight.name(), tensor_from_onnx(weight)).second;
    check(is_new, "the weight '", weight.name(), "' is there twice");
  }
  for (const auto& input : proto.input()) {
    if (!graph.weights.contains(input.name())) graph.inputs.push_back(read_port(input));
  }
  for (const auto& output : proto.output()) graph.outputs.push_back(read_output(output));
  for (int i = 0; i < proto.node_size(); ++i) graph.nodes.push_back(read_node(proto.node(i), i));
  make_names_unique(graph);
  return graph;
}

Graph parse(std::span<const uint8_t> bytes) {
  check(bytes.size() < INT_MAX, "it has more than 2 GB, which is not supported");
  onnx::ModelProto model;
  check(model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())),
        "it is damaged or no ONNX file");
  const int64_t opset = opset_of(model);
  Graph graph = read_graph(model);
  const std::map<std::string, int32_t> types = types_of(model.graph());
  model.Clear();
  check(!graph.outputs.empty(), "it has no outputs");
  sort_nodes(graph);
  to_floats(graph, types);
  to_current_opset(graph, opset);
  const ValueInfos infos = infer_known(graph);
  settle(graph, infos);
  for (Port& port : graph.outputs) {
    const auto known = infos.find(port.name);
    if (known == infos.end()) continue;  // as the file says
    port.type = known->second.type;
    port.shape = known->second.shape;
  }
  return graph;
}

}  // namespace

Graph parse_onnx(std::span<const uint8_t> bytes, const std::string& name) {
  try {
    return parse(bytes);
  } catch (const Error& error) {
    throw Error(name + ": " + error.what());
  }
}

Graph read_onnx(const std::filesystem::path& path) {
  std::error_code ignored;  // read_file says what is wrong with the file
  const uintmax_t num_bytes = std::filesystem::file_size(path, ignored);
  check(ignored || num_bytes < INT_MAX, path.string(), ": it has ", num_bytes,
        " bytes; more than 2 GB is not supported");
  return parse_onnx(read_file(path, INT_MAX), path.string());
}

}  // namespace kintsugi::graph
