#include "kintsugi/onnx/onnx_read.h"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "kintsugi/error.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/onnx/onnx_write.h"
#include "onnx/node_model.h"

namespace kintsugi::graph {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

void expect_error(const onnx::ModelProto& model, const char* message) {
  EXPECT_THAT([&] { parse(model); },
              ThrowsMessage<Error>(testing::AllOf(HasSubstr("x.onnx"), HasSubstr(message))));
}

TEST(OnnxReadTest, UnknownOperatorIsNamed) {
  expect_error(model_of("Frobnicate", 17), "Frobnicate node 'the_node': there is no operator");
}

TEST(OnnxReadTest, CyclesMissingAndDoubleValues) {
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

TEST(OnnxReadTest, SizesThatCannotBe) {
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

TEST(OnnxReadTest, WeightsElsewhereAndDamage) {
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
  Builder b("large", 1);
  b.output("y", b.relu(b.input("x", {1})));
  Graph graph = b.finish();
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
