#include "onnx/text_model.h"

namespace kintsugi::graph {
namespace {

TEST(ConcatTest, AlongAnyAxis) {
  const std::string ab = "(float[2,1] a = {1, 2}, float[2,2] b = {3, 4, 5, 6}) => ";
  expect_result(ab + "(float[2,3] y) { y = Concat<axis = 1>(a, b) }", {1, 3, 4, 2, 5, 6});
  expect_result(ab + "(float[2,4] y) { y = Concat<axis = -1>(a, b, a) }", {1, 3, 4, 1, 2, 5, 6, 2});
  expect_result(ab + "(float[4,2] y) { y = Concat<axis = 0>(b, b) }", {3, 4, 5, 6, 3, 4, 5, 6});
  expect_error(ab + "(float[2,3] y) { y = Concat<axis = 0>(a, b) }",
               "Concat node 'Concat_0': inputs are [2, 1] and [2, 2], which differ beside axis 0");
}

TEST(SplitTest, EvenAndUneven) {
  expect_results(
      "(float[2,2] x = {1,2,3,4}) => (float[2,1] a, float[2,1] b) "
      "{ a, b = Split<axis = -1>(x) }",
      {{1, 3}, {2, 4}});
  const std::string x = "(float[5] x = {1,2,3,4,5}) => (float[1] a, float[4] b) ";
  expect_results(x + "<int64[2] parts = {1, 4}> { a, b = Split(x, parts) }", {{1}, {2, 3, 4, 5}});
  expect_results(x + "{ a, b = Split<split = [1, 4]>(x) }", {{1}, {2, 3, 4, 5}}, 11);
  expect_error(x + "<int64[2] parts = {1, 3}> { a, b = Split(x, parts) }",
               "Split node 'Split_0': 2 parts of together 4 for an extent 5");
}

// x = 0 1 2 3 4 cut by a start, an end and a step.
void expect_slice(const std::string& start, const std::string& end, const std::string& step,
                  const std::vector<float>& expected) {
  expect_result("(float[5] x = {0, 1, 2, 3, 4}) => (float[" + std::to_string(expected.size()) +
                    "] y) <int64[1] s = {" + start + "}, int64[1] e = {" + end +
                    "}, int64[1] a = {0}, int64[1] d = {" + step +
                    "}> { y = Slice(x, s, e, a, d) }",
                expected);
}

TEST(SliceTest, StartsEndsAndSteps) {
  expect_slice("1", "4", "1", {1, 2, 3});
  expect_slice("-2", "9223372036854775807", "1", {3, 4});
  expect_slice("0", "-1", "2", {0, 2});
  expect_slice("-100", "100", "3", {0, 3});
  expect_slice("-1", "-9223372036854775808", "-1", {4, 3, 2, 1, 0});  // PyTorch's flip
  expect_slice("3", "0", "-2", {3, 1});
  expect_slice("100", "1", "-1", {4, 3, 2});
  expect_slice("4", "-100", "-4", {4, 0});
  expect_slice("3", "3", "1", {});
  expect_slice("1", "3", "-1", {});
}

TEST(SliceTest, SeveralAxes) {
  const std::string x = "(float[2,3] x = {1,2,3,4,5,6}) => ";
  expect_result(x + "(float[1,2] y) <int64[2] s = {0, 1}, int64[2] e = {2, 2}, "
                    "int64[2] a = {1, 0}> { y = Slice(x, s, e, a) }",
                {4, 5});
  expect_result(x + "(float[1,2] y) <int64[2] s = {1, 1}, int64[2] e = {2, 3}> "
                    "{ y = Slice(x, s, e) }",
                {5, 6});
  expect_result(x + "(float[2,3] y) <int64[2] s = {-1, -1}, int64[2] e = {-9, -9}, "
                    "int64[2] a = {-1, -2}, int64[2] d = {-1, -1}> { y = Slice(x, s, e, a, d) }",
                {6, 5, 4, 3, 2, 1});
  expect_result(x + "(float[2,1] y) { y = Slice<axes = [1], starts = [-1], ends = [9]>(x) }",
                {3, 6}, 9);
  expect_error(x + "(float[2,3] y) <int64[1] s = {0}, int64[1] e = {1}, int64[1] a = {2}> "
                   "{ y = Slice(x, s, e, a) }",
               "Slice node 'Slice_0': axis 2 is not within rank 2");
  expect_error(x + "(float[2,3] y) <int64[1] s = {0}, int64[1] e = {1}, int64[1] a = {1}, "
                   "int64[1] d = {0}> { y = Slice(x, s, e, a, d) }",
               "a step is 0");
}

TEST(GatherTest, IndicesOfAnyShape) {
  const std::string x = "(float[3,2] x = {1,2,3,4,5,6}) => ";
  expect_result(x + "(float[2,2] y) <int64[2] i = {2, -3}> { y = Gather(x, i) }", {5, 6, 1, 2});
  expect_result(x + "(float[3] y) <int64 i = {-1}> { y = Gather<axis = 1>(x, i) }", {2, 4, 6});
  expect_result(x + "(float[3,1,2] y) <int64[1,2] i = {1, 0}> { y = Gather<axis = -1>(x, i) }",
                {2, 1, 4, 3, 6, 5});
  expect_result(x + "(float[1,2] y) <int32[1] i = {1}> { y = Gather(x, i) }", {3, 4});
  const Graph graph = read_model(
      model_from_text("(float[3] x, int64[1] i) => (float[1] y) { y = Gather(x, i) }", 17));
  const Tensor values({3}, std::vector<float>{1, 2, 3});
  EXPECT_THROW(run_reference(graph, {{"x", values}, {"i", Tensor::list({3})}}), Error);
  EXPECT_THROW(run_reference(graph, {{"x", values}, {"i", Tensor::list({-4})}}), Error);
}

TEST(TransposeTest, ReversesOrPermutes) {
  const std::string x = "(float[1,2,3] x = {1,2,3,4,5,6}) => ";
  expect_result(x + "(float[3,2,1] y) { y = Transpose(x) }", {1, 4, 2, 5, 3, 6});
  expect_result(x + "(float[2,3,1] y) { y = Transpose<perm = [1, 2, 0]>(x) }", {1, 2, 3, 4, 5, 6});
  expect_error(x + "(float[2,3,1] y) { y = Transpose<perm = [1, 1, 0]>(x) }", "given twice");
}

TEST(ExpandTest, BroadcastsBothWays) {
  const std::string x = "(float[2,1] x = {1, 2}) => ";
  expect_result(x + "(float[2,3] y) <int64[1] s = {3}> { y = Expand(x, s) }", {1, 1, 1, 2, 2, 2});
  expect_result(x + "(float[2,2,1] y) <int64[3] s = {2, 1, 1}> { y = Expand(x, s) }", {1, 2, 1, 2});
  expect_error(x + "(float[3,3] y) <int64[2] s = {3, 3}> { y = Expand(x, s) }",
               "Expand node 'Expand_0': extents 2 and 3 differ");
}

TEST(TileTest, Repeats) {
  expect_result(
      "(float[2,1] x = {1, 2}) => (float[4,2] y) <int64[2] r = {2, 2}> "
      "{ y = Tile(x, r) }",
      {1, 1, 2, 2, 1, 1, 2, 2});
}

TEST(DepthToSpaceTest, BothOrders) {
  // Pixel shuffle (CRD) reads a channel's block from neighbours, DCR from afar.
  const std::string x = "(float[1,8,1,1] x = {0,1,2,3,4,5,6,7}) => (float[1,2,2,2] y) ";
  expect_result(x + "{ y = DepthToSpace<blocksize = 2>(x) }", {0, 2, 4, 6, 1, 3, 5, 7});
  expect_result(x + "{ y = DepthToSpace<blocksize = 2, mode = \"CRD\">(x) }",
                {0, 1, 2, 3, 4, 5, 6, 7});
  expect_result(
      "(float[1,2,2,2] x = {0,2,4,6,1,3,5,7}) => (float[1,8,1,1] y) "
      "{ y = SpaceToDepth<blocksize = 2>(x) }",
      {0, 1, 2, 3, 4, 5, 6, 7});
  expect_error("(float[1,6,1,1] x) => (float[1,1,2,2] y) { y = DepthToSpace<blocksize = 2>(x) }",
               "expected channels that 4 divides");
}

TEST(ReshapeTest, ZeroKeepsAndMinusOneFills) {
  const std::string x = "(float[2,3] x = {1,2,3,4,5,6}) => ";
  const std::vector<float> same = {1, 2, 3, 4, 5, 6};
  expect_result(x + "(float[3,2] y) <int64[2] s = {3, -1}> { y = Reshape(x, s) }", same);
  expect_result(x + "(float[2,1,3] y) <int64[3] s = {0, 1, -1}> { y = Reshape(x, s) }", same);
  expect_result(x + "(float[6] y) <int64[1] s = {-1}> { y = Reshape(x, s) }", same);
  expect_result(
      "(float[0,3] x = {}) => (float[3,0] y) <int64[2] s = {3, 0}> "
      "{ y = Reshape<allowzero = 1>(x, s) }",
      {});
  expect_error(x + "(float[4,2] y) <int64[2] s = {4, -1}> { y = Reshape(x, s) }",
               "Reshape node 'Reshape_0': cannot reshape [2, 3] to [4, -1]");
  expect_error(x + "(float[7] y) <int64[1] s = {7}> { y = Reshape(x, s) }", "cannot reshape");
  expect_error(x + "(float[2,3] y) <int64[2] s = {-1, -1}> { y = Reshape(x, s) }",
               "leaves two extents open");
  expect_error(x + "(float[2,3] y) <int64[2] s = {-2, -3}> { y = Reshape(x, s) }",
               "negative extent");
  expect_error(x + "(float[2,3] y) <int64[3] s = {2, 3, 0}> { y = Reshape(x, s) }",
               "keeps an axis that [2, 3] does not have");
}

TEST(FlattenTest, CutsAtAnAxis) {
  const std::string x = "(float[1,2,2] x = {1,2,3,4}) => ";
  const std::vector<float> same = {1, 2, 3, 4};
  expect_result(x + "(float[1,4] y) { y = Flatten(x) }", same);
  expect_result(x + "(float[1,4] y) { y = Flatten<axis = 0>(x) }", same);
  expect_result(x + "(float[2,2] y) { y = Flatten<axis = -1>(x) }", same);
  expect_result(x + "(float[4,1] y) { y = Flatten<axis = 3>(x) }", same);
}

TEST(SqueezeTest, AxesAsInputOrAttribute) {
  const std::string x = "(float[1,2,1] x = {1, 2}) => ";
  expect_result(x + "(float[2] y) { y = Squeeze(x) }", {1, 2});
  expect_result(x + "(float[1,2] y) <int64[1] a = {-1}> { y = Squeeze(x, a) }", {1, 2});
  expect_result(x + "(float[2,1] y) { y = Squeeze<axes = [0]>(x) }", {1, 2}, 11);
  expect_error(x + "(float[1,1] y) <int64[1] a = {1}> { y = Squeeze(x, a) }",
               "Squeeze node 'Squeeze_0': axis 1 of [1, 2, 1] is not 1");
}

TEST(UnsqueezeTest, AxesAsInputOrAttribute) {
  const std::string x = "(float[2] x = {1, 2}) => ";
  expect_result(x + "(float[1,2,1] y) <int64[2] a = {0, -1}> { y = Unsqueeze(x, a) }", {1, 2});
  expect_result(x + "(float[1,2,1] y) { y = Unsqueeze<axes = [0, 2]>(x) }", {1, 2}, 9);
}

TEST(ShapeOperatorTest, WholeAndPart) {
  const std::string x = "(float[1,2,3] x = {1,2,3,4,5,6}) => ";
  expect_result(x + "(int64[3] y) { y = Shape(x) }", {1, 2, 3});
  expect_result(x + "(int64[2] y) { y = Shape<start = -2>(x) }", {2, 3});
  expect_result(x + "(int64[1] y) { y = Shape<start = 1, end = -1>(x) }", {2});
  expect_result(x + "(int64[0] y) { y = Shape<start = 2, end = 1>(x) }", {});
  expect_result(x + "(int64 y) { y = Size(x) }", {6});
}

TEST(ConstantTest, EveryForm) {
  const std::string x = "(float[1] x = {1}) => ";
  expect_result(x + "(float[2] y) { c = Constant<value = float[2] {1.0, 2.0}>() y = Add(x, c) }",
                {2, 3});
  expect_result(x + "(float[1] y) { c = Constant<value_float = 2.5>() y = Add(x, c) }", {3.5f});
  expect_result(x + "(float[2] y) { c = Constant<value_floats = [2.5, 3.5]>() y = Add(x, c) }",
                {3.5f, 4.5f});
  expect_result(x + "(float[1,1] y) { c = Constant<value_ints = [1, -1]>() y = Reshape(x, c) }",
                {1});
  expect_result(x + "(float y) { c = Constant<value_int = 0>() y = Gather(x, c) }", {1});
}

TEST(ConstantOfShapeTest, FillsWithItsValue) {
  const std::string x = "(float[2,1] x = {5, 6}) => ";
  expect_result(x + "(float[2,1] y) { s = Shape(x) y = ConstantOfShape(s) }", {0, 0});
  expect_result(x + "(int64[2,1] y) { s = Shape(x) "
                    "y = ConstantOfShape<value = int64[1] {7}>(s) }",
                {7, 7});
}

TEST(RangeTest, CountsUpAndDown) {
  EXPECT_THROW(read_model(model_from_text("(float x) => (float[1] y) <float z = {0}> "
                                          "{ y = Range(z, z, z) }",
                                          17)),
               Error);
  const auto fixed = [](const std::string& call, const std::vector<float>& expected) {
    expect_result(
        "(int64[1] x = {1}) => (int64[" + std::to_string(expected.size()) + "] y) " + call,
        expected);
  };
  fixed("<int64 s = {0}, int64 l = {3}, int64 d = {1}> { r = Range(s, l, d) y = Mul(r, x) }",
        {0, 1, 2});
  fixed("<int64 s = {5}, int64 l = {0}, int64 d = {-2}> { r = Range(s, l, d) y = Mul(r, x) }",
        {5, 3, 1});
  expect_result(
      "(float[1] x = {1}) => (float[4] y) <float s = {1}, float l = {2}, float d = {0.3}> "
      "{ r = Range(s, l, d) y = Mul(r, x) }",
      {1, 1.3f, 1.6f, 1.9f});
}

}  // namespace
}  // namespace kintsugi::graph
