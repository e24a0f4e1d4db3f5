#pragma once

#include <gmock/gmock.h>
#include <onnx/checker.h>
#include <onnx/defs/parser.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include <cmath>
#include <string>
#include <vector>

#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/reference.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/onnx/onnx_write.h"

namespace kintsugi::graph {

/// A model in ONNX's text form, as libonnx's parser reads it:
///
///   (float[1,4] x = {1,2,3,4}) => (float[1,2] y) <int64[1] two = {2}> { y = Slice(x, two, two) }
///
/// Inputs that are given numbers keep them as initializers; <> holds weights.
inline onnx::ModelProto model_from_text(const std::string& text, int64_t opset) {
  onnx::ModelProto model;
  model.set_ir_version(opset >= 18 ? 8 : 7);
  model.add_opset_import()->set_version(opset);
  const std::string named = "test " + text;  // the parser keeps a pointer to it
  onnx::OnnxParser parser(named.c_str());
  const auto status = parser.Parse(*model.mutable_graph());
  if (!status.IsOK()) throw std::runtime_error(status.ErrorMessage() + " in " + text);
  return model;
}

inline Graph read_model(const onnx::ModelProto& model) {
  const std::string bytes = model.SerializeAsString();
  return parse_onnx({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}, "x.onnx");
}

/// Takes the numbers of the inputs out of the model.
inline std::map<std::string, Tensor> take_inputs(onnx::ModelProto& model) {
  onnx::ModelProto given = model;  // with them as weights, the reader makes tensors of them
  const Graph weights = read_model(given);
  std::map<std::string, Tensor> inputs;
  auto& initializers = *model.mutable_graph()->mutable_initializer();
  for (const auto& input : model.graph().input()) {
    const auto found = weights.weights.find(input.name());
    if (found == weights.weights.end()) continue;
    inputs[input.name()] = found->second;
    for (int i = 0; i < initializers.size(); ++i) {
      if (initializers[i].name() == input.name()) initializers.DeleteSubrange(i--, 1);
    }
  }
  return inputs;
}

inline Sizes declared_sizes(const onnx::ValueInfoProto& info) {
  Sizes sizes;
  for (const auto& dim : info.type().tensor_type().shape().dim()) sizes.push_back(dim.dim_value());
  return sizes;
}

/// Expects libonnx to accept the model, and to infer what it says of its outputs (strictly: an
/// extent that differs is an exception).
inline void expect_valid(onnx::ModelProto model) {
  EXPECT_NO_THROW(onnx::checker::check_model(model));
  EXPECT_NO_THROW(onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(),
                                                     {true, 1, true}));
}

/// Numbers as floats, whatever their type.
inline std::vector<float> numbers(const Tensor& tensor) {
  const Tensor floats = tensor.to(DataType::kFloat32);
  return {floats.values<float>().begin(), floats.values<float>().end()};
}

inline void expect_numbers(const Tensor& found, const std::vector<float>& expected,
                           const std::string& where) {
  const std::vector<float> values = numbers(found);
  ASSERT_EQ(values.size(), expected.size()) << where;
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(expected[i]) || std::isinf(expected[i])) {
      EXPECT_TRUE(std::isnan(expected[i]) ? std::isnan(values[i]) : values[i] == expected[i])
          << where << " at " << i;
    } else {
      EXPECT_NEAR(values[i], expected[i], 2e-6 * (1 + std::fabs(expected[i])))
          << where << " at " << i;
    }
  }
}

/// Shape inference that does not know the extents of the inputs, but for those of 1, which
/// broadcast: where it can say an output's, it says the right ones.
inline void expect_symbolic_shapes(Graph graph, const std::map<std::string, Tensor>& inputs,
                                   const std::vector<Sizes>& expected) {
  SymbolValues symbols;
  for (Port& port : graph.inputs) {
    for (size_t i = 0; i < port.shape.size(); ++i) {
      if (port.shape[i] == Dim(1)) continue;
      const std::string symbol = port.name + "_" + std::to_string(i);
      symbols[symbol] = inputs.at(port.name).sizes()[i];
      port.shape[i] = Dim::symbol(symbol);
    }
  }
  const ValueInfos infos = infer_known(graph);
  for (size_t i = 0; i < expected.size(); ++i) {
    const auto known = infos.find(graph.outputs[i].name);
    if (known == infos.end()) continue;
    const Shape shape = substitute(known->second.shape, symbols);
    EXPECT_TRUE(may_be_equal(shape, shape_of(expected[i])))
        << to_string(known->second.shape) << " for " << kintsugi::to_string(expected[i]);
  }
}

/// Reads the model, infers shapes, runs it and compares each output with the numbers given and the
/// sizes that the text declares; then writes it as opset 17, which libonnx must accept, and reads
/// and runs that.
inline void expect_results(const std::string& text, const std::vector<std::vector<float>>& expected,
                           int64_t opset = 17) {
  SCOPED_TRACE(text);
  onnx::ModelProto model = model_from_text(text, opset);
  const std::map<std::string, Tensor> inputs = take_inputs(model);
  if (opset <= 17) expect_valid(model);
  const Graph graph = read_model(model);
  const ValueInfos infos = infer(graph);
  onnx::ModelProto written;
  ASSERT_TRUE(written.ParseFromString(to_onnx(graph)));
  expect_valid(written);
  const auto results = run_reference(graph, inputs);
  const auto again = run_reference(read_model(written), inputs);
  std::vector<Sizes> sizes;
  ASSERT_EQ(model.graph().output_size(), static_cast<int>(expected.size()));
  for (int i = 0; i < model.graph().output_size(); ++i) {
    const std::string& name = model.graph().output(i).name();
    sizes.push_back(declared_sizes(model.graph().output(i)));
    EXPECT_EQ(to_string(infos.at(name).shape), kintsugi::to_string(sizes.back())) << name;
    EXPECT_EQ(infos.at(name).type, results.at(name).type()) << name;
    EXPECT_EQ(results.at(name).sizes(), sizes.back()) << name;
    expect_numbers(results.at(name), expected[i], name);
    EXPECT_EQ(again.at(name), results.at(name)) << name;
  }
  expect_symbolic_shapes(graph, inputs, sizes);
}

inline void expect_result(const std::string& text, const std::vector<float>& expected,
                          int64_t opset = 17) {
  expect_results(text, {expected}, opset);
}

/// Expects reading the model to fail, with the file's name and `message`.
inline void expect_error(const onnx::ModelProto& model, const std::string& message) {
  EXPECT_THAT([&] { read_model(model); },
              testing::ThrowsMessage<Error>(
                  testing::AllOf(testing::HasSubstr("x.onnx"), testing::HasSubstr(message))));
}

inline void expect_error(const std::string& text, const std::string& message, int64_t opset = 17) {
  expect_error(model_from_text(text, opset), message);
}

}  // namespace kintsugi::graph
