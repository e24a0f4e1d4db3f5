#include "kintsugi/onnx/onnx_write.h"

#include <onnx/onnx_pb.h>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"
#include "kintsugi/onnx/onnx_types.h"

namespace kintsugi::graph {
namespace {

constexpr int64_t kIrVersion = 8;  // the one of opset 17
constexpr size_t kMaxBytes = (size_t{1} << 31) - 1;

void write_tensor(const std::string& name, const Tensor& tensor, onnx::TensorProto& out) {
  out.set_name(name);
  out.set_data_type(onnx_type(tensor.type()));
  for (const int64_t extent : tensor.sizes()) out.add_dims(extent);
  out.set_raw_data(tensor.bytes().data(), tensor.bytes().size());
}

void write_port(const Port& port, onnx::ValueInfoProto& out) {
  out.set_name(port.name);
  auto& type = *out.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx_type(port.type));
  auto& shape = *type.mutable_shape();
  for (const Dim& extent : port.shape) {
    auto& dim = *shape.add_dim();
    const std::string text = extent.to_string();
    if (extent.is_known()) {
      dim.set_dim_value(extent.value());
    } else if (text.find('?') == std::string::npos) {
      dim.set_dim_param(text);
    }
  }
}

struct AttributeWriter {
  onnx::AttributeProto& out;

  void operator()(int64_t value) {
    out.set_type(onnx::AttributeProto::INT);
    out.set_i(value);
  }
  void operator()(float value) {
    out.set_type(onnx::AttributeProto::FLOAT);
    out.set_f(value);
  }
  void operator()(const std::string& value) {
    out.set_type(onnx::AttributeProto::STRING);
    out.set_s(value);
  }
  void operator()(const std::vector<int64_t>& values) {
    out.set_type(onnx::AttributeProto::INTS);
    for (const int64_t value : values) out.add_ints(value);
  }
  void operator()(const std::vector<float>& values) {
    out.set_type(onnx::AttributeProto::FLOATS);
    for (const float value : values) out.add_floats(value);
  }
  void operator()(const Tensor& value) {
    out.set_type(onnx::AttributeProto::TENSOR);
    write_tensor("", value, *out.mutable_t());
  }
};

void write_node(const Node& node, onnx::NodeProto& out) {
  out.set_op_type(node.op);
  out.set_name(node.name);
  for (const std::string& input : node.inputs) out.add_input(input);
  for (const std::string& output : node.outputs) out.add_output(output);
  for (const auto& [name, value] : node.attributes) {
    auto& attribute = *out.add_attribute();
    attribute.set_name(name);
    std::visit(AttributeWriter{attribute}, value);
  }
}

// What came with opset 18 and could not be settled, and weights that no file can hold.
void check_writable(const Graph& graph) {
  for (const Node& node : graph.nodes) {
    const bool has_axes =
        (node.op == "Pad" && node.has_input(3)) || (node.op == "Resize" && node.find("axes"));
    check(!has_axes, describe(node), ": opset ", kOpset, " cannot say on which axes it works");
  }
  size_t num_bytes = 0;
  for (const auto& [name, weight] : graph.weights) num_bytes += weight.bytes().size();
  check(num_bytes < kMaxBytes, "the weights have more than 2 GB, which an .onnx file cannot hold");
}

}  // namespace

std::string to_onnx(const Graph& graph) {
  check_writable(graph);
  onnx::ModelProto model;
  model.set_ir_version(kIrVersion);
  model.set_producer_name("kintsugi");
  auto& opset = *model.add_opset_import();
  opset.set_domain("");
  opset.set_version(kOpset);
  for (const auto& [key, value] : graph.metadata) {
    auto& entry = *model.add_metadata_props();
    entry.set_key(key);
    entry.set_value(value);
  }
  for (const auto& [weight, value] : graph.updates) {
    auto& entry = *model.add_metadata_props();
    entry.set_key(std::string(kUpdate) + weight);
    entry.set_value(value);
  }
  auto& out = *model.mutable_graph();
  out.set_name(graph.name.empty() ? "graph" : graph.name);
  for (const Port& port : graph.inputs) write_port(port, *out.add_input());
  for (const Port& port : graph.outputs) write_port(port, *out.add_output());
  for (const Node& node : graph.nodes) write_node(node, *out.add_node());
  for (const auto& [name, weight] : graph.weights) {
    write_tensor(name, weight, *out.add_initializer());
  }
  check(model.ByteSizeLong() < kMaxBytes, "the model has more than 2 GB");
  return model.SerializeAsString();
}

void write_onnx(const std::filesystem::path& path, const Graph& graph) {
  const std::string bytes = to_onnx(graph);
  write_file(path, {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
}

}  // namespace kintsugi::graph
