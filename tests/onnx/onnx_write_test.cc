#include "kintsugi/onnx/onnx_write.h"

#include <gmock/gmock.h>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include "kintsugi/graph/layers.h"
#include "kintsugi/graph/reference.h"
#include "onnx/node_model.h"

namespace kintsugi::graph {
namespace {

const Dim N = Dim::symbol("N"), H = Dim::symbol("H"), W = Dim::symbol("W");

// Most operators that networks are made of, with symbolic sizes.
Graph example() {
  Builder b("example", 3);
  const Value image = b.input("image", {N, 3, H * 4, W * 4});
  Value x = b.pad(image, Padding::all(1), "reflect");
  x = b.relu(batch_norm(b, "bn1", conv(b, "conv1", x, {.channels = 8, .stride = 2})));
  x = b.leaky_relu(conv(b, "conv2", x, {.channels = 8, .stride = 2, .is_same = true}), 0.2f);
  x = b.multiply(x, b.sigmoid(b.global_average_pool(x)));
  x = prelu(b, "prelu",
            conv_transpose(b, "up", x, {.channels = 8, .kernel = 4, .stride = 2, .padding = 1}),
            true);
  const Value flat = b.reshape(x, {0, 8, -1});
  x = b.op("Reshape", {b.softmax(flat, 1), b.op("Shape", {x})});
  x = b.concat({b.upsample_nearest(x, 2), image}, 1);
  x = b.slice(x, 1, 0, 9);
  x = b.dropout(b.max_pool(b.upsample_linear(x, 2, true), {}), 0.5f);
  b.output("result", b.clip(conv(b, "conv3", x, {.channels = 3, .padding = 1}), 0, 1));
  b.output("mean", b.reduce_mean(x, {2, 3}));
  b.metadata("kintsugi.version", "1");
  return b.finish();
}

TEST(OnnxWriteTest, WhatIsWrittenComesBack) {
  const Graph graph = example();
  const Graph back = parse(to_onnx(graph));
  EXPECT_EQ(back.nodes, graph.nodes);
  EXPECT_EQ(back.weights, graph.weights);
  EXPECT_EQ(back.inputs, graph.inputs);
  EXPECT_EQ(back.metadata, graph.metadata);
  const std::map<std::string, Tensor> inputs = {{"image", ramp({2, 3, 8, 12})}};
  EXPECT_EQ(run_reference(back, inputs), run_reference(graph, inputs));
}

TEST(OnnxWriteTest, LibonnxAcceptsWhatIsWritten) {
  onnx::ModelProto model;
  ASSERT_TRUE(model.ParseFromString(to_onnx(example())));
  EXPECT_NO_THROW(onnx::checker::check_model(model));
}

TEST(OnnxWriteTest, LibonnxInfersTheSameShapes) {
  Graph graph = example();
  for (Port& port : graph.inputs) {
    port.shape = substitute(port.shape, {{"N", 2}, {"H", 4}, {"W", 6}});
  }
  onnx::ModelProto model;
  ASSERT_TRUE(model.ParseFromString(to_onnx(graph)));
  onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(), {true, 1, true});
  const ValueInfos infos = infer(graph);
  int num_compared = 0;
  for (const auto& info : model.graph().value_info()) {
    const auto& shape = info.type().tensor_type().shape();
    const Shape& ours = infos.at(info.name()).shape;
    ASSERT_EQ(shape.dim_size(), static_cast<int>(ours.size())) << info.name();
    for (int i = 0; i < shape.dim_size(); ++i) {
      if (!shape.dim(i).has_dim_value()) continue;
      EXPECT_EQ(Dim(shape.dim(i).dim_value()), ours[i]) << info.name();
      ++num_compared;
    }
  }
  EXPECT_GT(num_compared, 60);
}

}  // namespace
}  // namespace kintsugi::graph
