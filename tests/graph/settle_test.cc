#include "kintsugi/graph/settle.h"

#include "onnx/text_model.h"

namespace kintsugi::graph {
namespace {

TEST(SettleTest, PadOnSomeAxesGetsAllPads) {
  expect_result(
      R"((float[1,1,2,2] x = {1,2,3,4}) => (float[1,1,2,5] y)
         <int64[2] pads = {1, 2}, float v = {9}, int64[1] axes = {-1}>
         { y = Pad(x, pads, v, axes) })",
      {9, 1, 2, 9, 9, 9, 3, 4, 9, 9}, 18);
  expect_result(
      R"((float[2,3] x = {1,2,3,4,5,6}) => (float[4,4] y)
         <int64[4] pads = {1, 1, 0, 1}, int64[2] axes = {1, 0}>
         { y = Pad<mode = "reflect">(x, pads, , axes) })",
      {5, 4, 5, 6, 2, 1, 2, 3, 5, 4, 5, 6, 2, 1, 2, 3}, 19);
}

TEST(SettleTest, PadsThatFollowFromASizeStayExpressions) {
  // Pads the width to twice what it was.
  expect_result(
      R"((float[1,2] x = {1,2}) => (float[1,4] y)
         <int64[1] zero = {0}, int64[1] axes = {1}>
         { w = Shape<start = 1>(x)
           pads = Concat<axis = 0>(zero, w)
           y = Pad(x, pads, , axes) })",
      {1, 2, 0, 0}, 18);
}

TEST(SettleTest, ResizeOnSomeAxesGetsAllScalesOrSizes) {
  expect_result(
      R"((float[1,1,2,1] x = {1,2}) => (float[1,1,4,2] y) <float[2] scales = {2, 2}>
         { y = Resize<axes = [2, 3], mode = "nearest", nearest_mode = "floor",
                      coordinate_transformation_mode = "asymmetric">(x, , scales) })",
      {1, 1, 1, 1, 2, 2, 2, 2}, 18);
  expect_result(
      R"((float[1,1,2,1] x = {1,2}) => (float[1,1,2,3] y) <int64[1] sizes = {3}>
         { y = Resize<axes = [-1], mode = "linear",
                      keep_aspect_ratio_policy = "stretch", antialias = 0>(x, , , sizes) })",
      {1, 1, 1, 2, 2, 2}, 19);
}

TEST(SettleTest, WhatResizeCannotDoIsNamed) {
  const auto resize = [](const std::string& attributes) {
    return "(float[1,1,2,2] x) => (float[1,1,4,4] y) <float[4] scales = {1, 1, 2, 2}> "
           "{ y = Resize<" +
           attributes + ">(x, , scales) }";
  };
  const std::string node = "x.onnx: Resize node 'Resize_0': ";
  expect_error(resize("mode = \"cubic\""), node + "mode 'cubic' is not supported");
  expect_error(resize("antialias = 1, mode = \"linear\""), node + "antialias is not supported", 18);
  expect_error(resize("keep_aspect_ratio_policy = \"not_larger\""),
               node + "keep_aspect_ratio_policy 'not_larger' is not supported", 18);
  expect_error(resize("coordinate_transformation_mode = \"tf_crop_and_resize\""),
               node + "coordinate_transformation_mode 'tf_crop_and_resize' is not supported");
}

TEST(SettleTest, ReductionsTakeTheirAxesFromAnInput) {
  expect_result(
      R"((float[2,2] x = {1,2,3,4}) => (float[2] y) <int64[1] axes = {-1}>
         { y = ReduceMean<keepdims = 0>(x, axes) })",
      {1.5, 3.5}, 18);
  expect_result(R"((float[2,2] x = {1,2,3,4}) => (float[1,1] y) { y = ReduceMax(x) })", {4}, 18);
  expect_result(
      R"((float[2] x = {1,-2}) => (float[2] y) { y = ReduceL1<noop_with_empty_axes = 1>(x) })",
      {1, -2}, 18);  // ONNX: "the input tensor will not be reduced"
  expect_error(R"((float[2,2] x, int64[1] axes) => (float[2] y) { y = ReduceMean(x, axes) })",
               "ReduceMean node 'ReduceMean_0': axes must be known", 18);
}

TEST(SettleTest, UnevenSplitsGetTheirParts) {
  expect_results(
      R"((float[5] x = {1,2,3,4,5}) => (float[2] a, float[2] b, float[1] c)
         { a, b, c = Split<num_outputs = 3>(x) })",
      {{1, 2}, {3, 4}, {5}}, 18);
  expect_error(R"((float[4] x) => (float[2] a, float[2] b) { a, b = Split<num_outputs = 3>(x) })",
               "Split node 'Split_0': has 2 outputs, expected 3", 18);
  expect_error(
      R"((float[5] x) => (float[2] a, float[2] b, float[1] c, float[1] d)
         { a, b, c, d = Split<num_outputs = 4>(x) })",
      "negative", 18);
}

TEST(SettleTest, GroupNormalizationIsTakenApart) {
  // Two groups of two channels: {1, 3} and {10, 30} become {-1, 1}; scale and bias per group.
  expect_result(
      R"((float[1,4,1,1] x = {1,3,10,30}) => (float[1,4,1,1] y)
         <float[2] scale = {2, 3}, float[2] bias = {0, 1}>
         { y = GroupNormalization<num_groups = 2, epsilon = 0.0>(x, scale, bias) })",
      {-2, 2, -2, 4}, 18);
  expect_result(
      R"((float[1,4,1,1] x = {1,3,10,30}) => (float[1,4,1,1] y)
         <float[4] scale = {1, 2, 3, 4}, float[4] bias = {0, 0, 0, 1}>
         { y = GroupNormalization<num_groups = 2, epsilon = 0.0>(x, scale, bias) })",
      {-1, 2, -3, 5}, 21);
  expect_error(
      R"((float[1,4,1,1] x) => (float[1,4,1,1] y) <float[4] s = {1, 2, 3, 4}>
         { y = GroupNormalization<num_groups = 0>(x, s, s) })",
      "num_groups is 0", 21);
}

TEST(SettleTest, AModelWhoseShapesFollowFromContentsIsReadAsFarAsTheyGo) {
  // The pads of the first node are an input; the second is settled all the same.
  const auto model = model_from_text(
      R"((float[2,2] x, int64[4] p) => (float[A,B] y, float[2,3] z)
         <int64[2] pads = {0, 1}, int64[1] axes = {1}>
         { y = Pad(x, p)
           z = Pad(x, pads, , axes) })",
      18);
  const Graph graph = read_model(model);
  EXPECT_EQ(to_string(graph.output("y").shape), "[A, B]");
  EXPECT_EQ(to_string(graph.output("z").shape), "[2, 3]");
  const Tensor x({2, 2}, std::vector<float>{1, 2, 3, 4});
  const auto results = run_reference(graph, {{"x", x}, {"p", Tensor::list({0, 0, 0, 1})}});
  EXPECT_EQ(numbers(results.at("z")), (std::vector<float>{1, 2, 0, 3, 4, 0}));
  EXPECT_EQ(results.at("y"), results.at("z"));
  expect_valid([&] {
    onnx::ModelProto written;
    written.ParseFromString(to_onnx(graph));
    return written;
  }());
}

}  // namespace
}  // namespace kintsugi::graph
