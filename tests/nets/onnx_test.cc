#include <gtest/gtest.h>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include "kintsugi/graph/infer.h"
#include "kintsugi/nets/list.h"
#include "kintsugi/onnx/onnx_write.h"

namespace kintsugi::nets {
namespace {

using graph::Graph;
using graph::Port;

// Symbols become numbers that every network takes: libonnx's inference knows no expressions.
void bind(Graph& graph) {
  for (Port& port : graph.inputs) {
    for (size_t i = 0; i < port.shape.size(); ++i) {
      graph::SymbolValues symbols = {{"N", 2}, {"H", 256}, {"W", 256}};
      port.shape[i] = port.shape[i].substitute(symbols);
      ASSERT_TRUE(port.shape[i].is_known()) << graph.name << ": " << port.shape[i].to_string();
    }
  }
}

// The number of extents that both infer; each must be the same.
int num_agreeing(const Graph& graph, const onnx::ModelProto& model) {
  const graph::ValueInfos ours = graph::infer(graph);
  int count = 0;
  for (const auto& info : model.graph().value_info()) {
    const auto& theirs = info.type().tensor_type().shape();
    const graph::Shape& shape = ours.at(info.name()).shape;
    EXPECT_EQ(theirs.dim_size(), static_cast<int>(shape.size())) << graph.name << info.name();
    for (int i = 0; i < theirs.dim_size() && i < static_cast<int>(shape.size()); ++i) {
      if (!theirs.dim(i).has_dim_value()) continue;
      EXPECT_EQ(graph::Dim(theirs.dim(i).dim_value()), shape[i]) << graph.name << info.name();
      ++count;
    }
  }
  return count;
}

TEST(NetworkOnnxTest, LibonnxAcceptsEveryNetworkAndInfersTheSameShapes) {
  for (const Network& network : all_networks()) {
    Graph graph = network.build(0);
    bind(graph);
    for (Port& port : graph.outputs) port.shape = graph::infer(graph).at(port.name).shape;
    onnx::ModelProto model;
    ASSERT_TRUE(model.ParseFromString(graph::to_onnx(graph))) << network.name;
    EXPECT_NO_THROW(onnx::checker::check_model(model)) << network.name;
    EXPECT_NO_THROW(onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(),
                                                       {true, 1, true}))
        << network.name;
    const bool has_inner_values = graph.nodes.size() > 1;
    EXPECT_TRUE(num_agreeing(graph, model) > 0 || !has_inner_values) << network.name;
  }
}

}  // namespace
}  // namespace kintsugi::nets
