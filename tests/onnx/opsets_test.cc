#include "kintsugi/onnx/opsets.h"

#include <gmock/gmock.h>
#include <onnx/checker.h>

#include "kintsugi/error.h"
#include "kintsugi/graph/reference.h"
#include "kintsugi/onnx/onnx_write.h"
#include "onnx/node_model.h"

namespace kintsugi::graph {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

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

}  // namespace
}  // namespace kintsugi::graph
