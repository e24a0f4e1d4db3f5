#include <gmock/gmock.h>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "kintsugi/error.h"
#include "kintsugi/graph/layers.h"
#include "kintsugi/graph/reference.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/onnx/onnx_write.h"

namespace kintsugi::graph {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const Dim N = Dim::symbol("N"), H = Dim::symbol("H"), W = Dim::symbol("W");

Graph parse(const std::string& bytes) {
  return parse_onnx({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}, "x.onnx");
}
Graph parse(const onnx::ModelProto& model) { return parse(model.SerializeAsString()); }

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

Tensor ramp(const Sizes& sizes) {
  std::vector<float> values(num_elements(sizes));
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 97) / 97;
  return Tensor(sizes, std::move(values));
}

TEST(OnnxTest, WhatIsWrittenComesBack) {
  const Graph graph = example();
  const Graph back = parse(to_onnx(graph));
  EXPECT_EQ(back.nodes, graph.nodes);
  EXPECT_EQ(back.weights, graph.weights);
  EXPECT_EQ(back.inputs, graph.inputs);
  EXPECT_EQ(back.metadata, graph.metadata);
  const std::map<std::string, Tensor> inputs = {{"image", ramp({2, 3, 8, 12})}};
  EXPECT_EQ(run_reference(back, inputs), run_reference(graph, inputs));
}

TEST(OnnxTest, LibonnxAcceptsWhatIsWritten) {
  onnx::ModelProto model;
  ASSERT_TRUE(model.ParseFromString(to_onnx(example())));
  EXPECT_NO_THROW(onnx::checker::check_model(model));
}

TEST(OnnxTest, LibonnxInfersTheSameShapes) {
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

// A model of one operator, x [1, 2, 4, 4] -> y, as other exporters write it.
onnx::ModelProto model_of(const char* op, int64_t opset) {
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

onnx::AttributeProto& attribute(onnx::ModelProto& model, const char* name, int type) {
  auto& a = *model.mutable_graph()->mutable_node(0)->add_attribute();
  a.set_name(name);
  a.set_type(static_cast<onnx::AttributeProto::AttributeType>(type));
  return a;
}

void add_weight(onnx::ModelProto& model, const char* name, const std::vector<float>& values) {
  auto& weight = *model.mutable_graph()->add_initializer();
  weight.set_name(name);
  weight.set_data_type(onnx::TensorProto::FLOAT);
  weight.add_dims(static_cast<int64_t>(values.size()));
  for (const float value : values) weight.add_float_data(value);
  model.mutable_graph()->mutable_node(0)->add_input(name);
}

// Runs what was read, and checks that it can be written again as opset 17.
Tensor run(const onnx::ModelProto& model) {
  const Graph graph = parse(model);
  onnx::ModelProto written;
  EXPECT_TRUE(written.ParseFromString(to_onnx(graph)));
  EXPECT_NO_THROW(onnx::checker::check_model(written));
  return run_reference(graph, {{"x", ramp({1, 2, 4, 4})}}).at("y");
}

TEST(OnnxOpsetTest, OldClipHasAttributes) {
  auto model = model_of("Clip", 9);
  attribute(model, "min", onnx::AttributeProto::FLOAT).set_f(0.1f);
  attribute(model, "max", onnx::AttributeProto::FLOAT).set_f(0.2f);
  for (const Tensor y = run(model); const float v : y.values<float>()) {
    EXPECT_TRUE(v >= 0.1f && v <= 0.2f);
  }
}

TEST(OnnxOpsetTest, OldSoftmaxJoinsAxes) {
  const Tensor joined = run(model_of("Softmax", 11));  // axis 1 and all after it: 32 numbers
  double sum = 0;
  for (const float v : joined.values<float>()) sum += v;
  EXPECT_NEAR(sum, 1, 1e-5);
  auto last = model_of("Softmax", 11);
  attribute(last, "axis", onnx::AttributeProto::INT).set_i(3);
  EXPECT_EQ(parse(last).nodes.size(), 1u);
  const Tensor y = run(last);
  EXPECT_NEAR(
      y.values<float>()[0] + y.values<float>()[1] + y.values<float>()[2] + y.values<float>()[3], 1,
      1e-6);
}

TEST(OnnxOpsetTest, UpsampleBecomesResize) {
  auto model = model_of("Upsample", 9);
  attribute(model, "mode", onnx::AttributeProto::STRING).set_s("nearest");
  add_weight(model, "scales", {1, 1, 2, 2});
  const Tensor y = run(model);
  EXPECT_EQ(y.sizes(), (Sizes{1, 2, 8, 8}));
  EXPECT_EQ(y.values<float>()[0], y.values<float>()[9]);
}

TEST(OnnxOpsetTest, OldPadSliceAndSqueezeHaveAttributes) {
  auto pad = model_of("Pad", 9);
  auto& pads = attribute(pad, "pads", onnx::AttributeProto::INTS);
  for (const int64_t p : {0, 0, 1, 1, 0, 0, 1, 1}) pads.add_ints(p);
  EXPECT_EQ(run(pad).sizes(), (Sizes{1, 2, 6, 6}));
  auto slice = model_of("Slice", 9);
  attribute(slice, "starts", onnx::AttributeProto::INTS).add_ints(1);
  attribute(slice, "ends", onnx::AttributeProto::INTS).add_ints(INT64_MAX);
  attribute(slice, "axes", onnx::AttributeProto::INTS).add_ints(2);
  EXPECT_EQ(run(slice).sizes(), (Sizes{1, 2, 3, 4}));
  auto squeeze = model_of("Squeeze", 11);
  attribute(squeeze, "axes", onnx::AttributeProto::INTS).add_ints(0);
  EXPECT_EQ(run(squeeze).sizes(), (Sizes{2, 4, 4}));
}

TEST(OnnxOpsetTest, NewerOperatorsAreTakenApart) {
  const Tensor gelu = run(model_of("Gelu", 20));
  const float x = ramp({1, 2, 4, 4}).values<float>()[10];
  EXPECT_NEAR(gelu.values<float>()[10], x / 2 * (1 + std::erf(x / std::sqrt(2.0f))), 1e-6);
  const Tensor mish = run(model_of("Mish", 18));
  EXPECT_NEAR(mish.values<float>()[10], x * std::tanh(std::log1p(std::exp(x))), 1e-6);
}

TEST(OnnxOpsetTest, RefusesOpsetsItDoesNotKnow) {
  EXPECT_THAT([] { parse(model_of("Relu", 8)); }, ThrowsMessage<Error>(HasSubstr("opset 8")));
  EXPECT_THAT([] { parse(model_of("Relu", 22)); }, ThrowsMessage<Error>(HasSubstr("opset 22")));
}

void expect_error(const onnx::ModelProto& model, const char* message) {
  EXPECT_THAT([&] { parse(model); },
              ThrowsMessage<Error>(testing::AllOf(HasSubstr("x.onnx"), HasSubstr(message))));
}

TEST(OnnxHostileTest, UnknownOperatorIsNamed) {
  expect_error(model_of("Frobnicate", 17), "Frobnicate node 'the_node': there is no operator");
}

TEST(OnnxHostileTest, CyclesMissingAndDoubleValues) {
  auto cycle = model_of("Add", 17);
  cycle.mutable_graph()->mutable_node(0)->add_input("y");
  expect_error(cycle, "cycle");
  auto missing = model_of("Add", 17);
  missing.mutable_graph()->mutable_node(0)->add_input("w");
  expect_error(missing, "reads 'w', which nothing makes");
  auto doubled = model_of("Relu", 17);
  *doubled.mutable_graph()->add_node() = doubled.graph().node(0);
  expect_error(doubled, "made twice");
}

TEST(OnnxHostileTest, SizesThatCannotBe) {
  auto model = model_of("Add", 17);
  add_weight(model, "w", {1, 2, 3});
  expect_error(model, "extents 4 and 3 differ");
  model.mutable_graph()->mutable_initializer(0)->set_dims(0, 4);
  expect_error(model, "expected 4");
  model.mutable_graph()->mutable_initializer(0)->set_dims(0, -3);
  expect_error(model, "negative");
  model.mutable_graph()->mutable_initializer(0)->set_dims(0, INT64_MAX);
  expect_error(model, "2^48");
  auto input = model_of("Relu", 17);
  auto* shape = input.mutable_graph()
                    ->mutable_input(0)
                    ->mutable_type()
                    ->mutable_tensor_type()
                    ->mutable_shape();
  shape->mutable_dim(0)->set_dim_value(-1);
  expect_error(input, "negative");
  for (int i = 0; i < 4; ++i) shape->mutable_dim(i)->set_dim_value(int64_t{1} << 40);
  expect_error(input, "2^48");
}

TEST(OnnxHostileTest, WeightsElsewhereAndDamage) {
  auto model = model_of("Add", 17);
  add_weight(model, "w", {1});
  model.mutable_graph()->mutable_initializer(0)->set_data_location(onnx::TensorProto::EXTERNAL);
  expect_error(model, "another file");
  EXPECT_THAT([] { parse(std::string("PNG and more")); },
              ThrowsMessage<Error>(HasSubstr("x.onnx")));
  EXPECT_THROW(parse(std::string()), Error);
  EXPECT_THROW(read_onnx("no/such/file.onnx"), Error);
}

// A folder that is removed at the end.
class OnnxFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = std::filesystem::temp_directory_path() / "kintsugi_onnx.XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

TEST_F(OnnxFileTest, MoreThanTwoGigabytesAreRefusedUnread) {
  const auto path = folder_ / "large.onnx";
  std::ofstream(path).put(0);
  std::filesystem::resize_file(path, (uint64_t{1} << 31) + 5);  // a hole: takes no room
  EXPECT_THAT([&] { read_onnx(path); },
              ThrowsMessage<Error>(testing::AllOf(HasSubstr("large.onnx"),
                                                  HasSubstr("2147483653 bytes; more than 2 GB"))));
}

TEST_F(OnnxFileTest, MoreThanTwoGigabytesAreNotWritten) {
  Graph graph = example();
  const Tensor large({1 << 22}, std::vector<float>(1 << 22));  // 16 MB, which all names share
  for (int i = 0; i < 128; ++i) graph.weights["w" + std::to_string(i)] = large;
  EXPECT_THAT([&] { write_onnx(folder_ / "large.onnx", graph); },
              ThrowsMessage<Error>(HasSubstr("more than 2 GB")));
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(OnnxFileTest, WeightsInAnotherFileAreNamed) {
  // As torch.onnx.export writes a large model: the weight beside the file, by place and length.
  auto model = model_of("Add", 17);
  add_weight(model, "conv.weight", {1});
  auto& weight = *model.mutable_graph()->mutable_initializer(0);
  weight.clear_float_data();
  weight.set_data_location(onnx::TensorProto::EXTERNAL);
  for (const auto& [key, value] :
       {std::pair("location", "x.onnx.data"), std::pair("offset", "0"), std::pair("length", "4")}) {
    auto& entry = *weight.add_external_data();
    entry.set_key(key);
    entry.set_value(value);
  }
  const auto path = folder_ / "x.onnx";
  std::ofstream(path, std::ios::binary) << model.SerializeAsString();
  EXPECT_THAT([&] { read_onnx(path); },
              ThrowsMessage<Error>(testing::AllOf(
                  HasSubstr(path.string()),
                  HasSubstr("weight 'conv.weight' lies in another file, 'x.onnx.data'"))));
}

TEST_F(OnnxFileTest, WhatIsNoFile) {
  EXPECT_THROW(read_onnx(folder_), Error);
  EXPECT_THROW(read_onnx(folder_ / "none.onnx"), Error);
}

}  // namespace
}  // namespace kintsugi::graph
