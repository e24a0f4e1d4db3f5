#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <vector>

#include "kintsugi/onnx/onnx_read.h"

/// Models of one node, made as protocol buffers, where a test needs what ONNX's text cannot say.
namespace kintsugi::graph {

inline Graph parse(const std::string& bytes) {
  return parse_onnx({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}, "x.onnx");
}
inline Graph parse(const onnx::ModelProto& model) { return parse(model.SerializeAsString()); }

inline Tensor ramp(const Sizes& sizes) {
  std::vector<float> values(num_elements(sizes));
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 97) / 97;
  return Tensor(sizes, std::move(values));
}

// A model of one operator, x [1, 2, 4, 4] -> y, as other exporters write it.
inline onnx::ModelProto model_of(const char* op, int64_t opset) {
  onnx::ModelProto model;
  model.set_ir_version(4);
  model.add_opset_import()->set_version(opset);
  auto& graph = *model.mutable_graph();
  graph.set_name("test");
  auto& input = *graph.add_input();
  input.set_name("x");
  auto& type = *input.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  for (const int64_t extent : {1, 2, 4, 4}) type.mutable_shape()->add_dim()->set_dim_value(extent);
  graph.add_output()->set_name("y");
  auto& node = *graph.add_node();
  node.set_op_type(op);
  node.set_name("the_node");
  node.add_input("x");
  node.add_output("y");
  return model;
}

inline onnx::AttributeProto& attribute(onnx::ModelProto& model, const char* name, int type) {
  auto& a = *model.mutable_graph()->mutable_node(0)->add_attribute();
  a.set_name(name);
  a.set_type(static_cast<onnx::AttributeProto::AttributeType>(type));
  return a;
}

inline void add_weight(onnx::ModelProto& model, const char* name,
                       const std::vector<float>& values) {
  auto& weight = *model.mutable_graph()->add_initializer();
  weight.set_name(name);
  weight.set_data_type(onnx::TensorProto::FLOAT);
  weight.add_dims(static_cast<int64_t>(values.size()));
  for (const float value : values) weight.add_float_data(value);
  model.mutable_graph()->mutable_node(0)->add_input(name);
}

}  // namespace kintsugi::graph
