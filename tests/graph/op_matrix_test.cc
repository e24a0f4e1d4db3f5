#include "onnx/text_model.h"

namespace kintsugi::graph {
namespace {

TEST(GemmTest, TransposesAndScales) {
  // 1 2 3 / 4 5 6 times 1 0 / 0 1 / 1 1 is 4 5 / 10 11.
  const std::string a = "float[2,3] a = {1,2,3,4,5,6}", a_turned = "float[3,2] a = {1,4,2,5,3,6}";
  const std::string b = "float[3,2] b = {1,0,0,1,1,1}", b_turned = "float[2,3] b = {1,0,1,0,1,1}";
  const auto gemm = [](const std::string& left, const std::string& right, const std::string& call) {
    return "(" + left + ", " + right + ", float[2] c = {1, -1}) => (float[2,2] y) { y = Gemm" +
           call + " }";
  };
  const std::vector<float> product = {4, 5, 10, 11};
  expect_result(gemm(a, b, "(a, b)"), product);
  expect_result(gemm(a_turned, b, "<transA = 1>(a, b)"), product);
  expect_result(gemm(a, b_turned, "<transB = 1>(a, b)"), product);
  expect_result(gemm(a_turned, b_turned, "<transA = 1, transB = 1>(a, b)"), product);
  expect_result(gemm(a, b, "(a, b, c)"), {5, 4, 11, 10});
  expect_result(gemm(a, b, "<alpha = 0.5, beta = 2.0>(a, b, c)"), {4, 0.5f, 7, 3.5f});
}

TEST(GemmTest, BiasBroadcasts) {
  const auto gemm = [](const std::string& c) {
    return "(float[2,1] a = {1, 2}, float[1,2] b = {1, 10}) => (float[2,2] y) <" + c +
           "> { y = Gemm(a, b, c) }";
  };
  expect_result(gemm("float[2,1] c = {100, 200}"), {101, 110, 202, 220});
  expect_result(gemm("float[1] c = {100}"), {101, 110, 102, 120});
  expect_result(gemm("float c = {100}"), {101, 110, 102, 120});
  expect_result(gemm("float[2,2] c = {1, 2, 3, 4}"), {2, 12, 5, 24});
  expect_error("(float[2,3] a, float[2,3] b) => (float[2,3] y) { y = Gemm(a, b) }",
               "Gemm node 'Gemm_0': inputs are [2, 3] and [2, 3], whose inner extents differ");
}

TEST(MatMulTest, VectorsMatricesAndStacks) {
  expect_result(
      "(float[2,2] a = {1,2,3,4}, float[2,2] b = {0,1,1,0}) => (float[2,2] y) "
      "{ y = MatMul(a, b) }",
      {2, 1, 4, 3});
  expect_result(
      "(float[2] a = {1,10}, float[2,2] b = {1,2,3,4}) => (float[2] y) "
      "{ y = MatMul(a, b) }",
      {31, 42});
  expect_result(
      "(float[2,2] a = {1,2,3,4}, float[2] b = {1,10}) => (float[2] y) "
      "{ y = MatMul(a, b) }",
      {21, 43});
  expect_result(
      "(float[2,1,2] a = {1,2,3,4}, float[2,1] b = {1,10}) => (float[2,1,1] y) "
      "{ y = MatMul(a, b) }",
      {21, 43});
  expect_result(
      "(float[2,1,1,2] a = {1,2,3,4}, float[2,2,1] b = {1,10,100,1000}) => "
      "(float[2,2,1,1] y) { y = MatMul(a, b) }",
      {21, 2100, 43, 4300});
  expect_error("(float[2,3] a, float[2,3] b) => (float[2,3] y) { y = MatMul(a, b) }",
               "MatMul node 'MatMul_0': inputs are [2, 3] and [2, 3], whose inner extents differ");
}

// Rows of 1 -2 3 / 4 5 -6 reduced, in opset 17 (axes as attribute) and 18 (as input).
void expect_reduced(const std::string& op, const std::vector<float>& expected) {
  const std::string x = "(float[2,3] x = {1, -2, 3, 4, 5, -6}) => ";
  if (op != "ReduceSum") {
    expect_result(x + "(float[2,1] y) { y = " + op + "<axes = [1]>(x) }", expected);
    expect_result(x + "(float[2] y) { y = " + op + "<axes = [-1], keepdims = 0>(x) }", expected,
                  11);
  }
  expect_result(x + "(float[2] y) <int64[1] axes = {-1}> { y = " + op + "<keepdims = 0>(x, axes) }",
                expected, 18);
}

TEST(ReduceTest, EveryKind) {
  expect_reduced("ReduceSum", {2, 3});
  expect_reduced("ReduceMean", {2 / 3.0f, 1});
  expect_reduced("ReduceMax", {3, 5});
  expect_reduced("ReduceMin", {-2, -6});
  expect_reduced("ReduceProd", {-6, -120});
  expect_reduced("ReduceL1", {6, 15});
  expect_reduced("ReduceL2", {3.74165739f, 8.77496439f});
  expect_reduced("ReduceSumSquare", {14, 77});
  // log(e^1 + e^-2 + e^3) and log(e^4 + e^5 + e^-6)
  expect_reduced("ReduceLogSumExp", {3.13284528f, 5.31327391f});
  expect_result("(float[1,3] x = {1, 2, 4}) => (float[1,1] y) { y = ReduceLogSum<axes = [1]>(x) }",
                {1.94591015f});
}

TEST(ReduceTest, AxesOfSum) {
  const std::string x = "(float[2,3] x = {1, 2, 3, 4, 5, 6}) => ";
  expect_result(x + "(float[1,3] y) <int64[1] axes = {0}> { y = ReduceSum(x, axes) }", {5, 7, 9});
  expect_result(x + "(float[1,3] y) { y = ReduceSum<axes = [0]>(x) }", {5, 7, 9}, 11);
  expect_result(x + "(float[1,1] y) { y = ReduceSum(x) }", {21});
  expect_result(x + "(float y) { y = ReduceSum<keepdims = 0>(x) }", {21});
  expect_result(x + "(float y) <int64[2] axes = {0, -1}> { y = ReduceSum<keepdims = 0>(x, axes) }",
                {21});
  expect_result(x + "(float[2,3] y) { y = ReduceSum<noop_with_empty_axes = 1>(x) }",
                {1, 2, 3, 4, 5, 6});
  expect_result("(int64[3] x = {1, 2, 4}) => (int64[1] y) { y = ReduceProd(x) }", {8});
  expect_error(x + "(float[2] y) { y = ReduceMean<axes = [2]>(x) }",
               "ReduceMean node 'ReduceMean_0': axis 2 is not within rank 2");
  expect_error(x + "(float[2] y) { y = ReduceMean<axes = [1, -1]>(x) }", "given twice");
}

TEST(ReduceTest, PlacesOfTheLargest) {
  const std::string x = "(float[2,3] x = {1, 3, 3, -1, -2, -2}) => ";
  expect_result(x + "(int64[2,1] y) { y = ArgMax<axis = 1>(x) }", {1, 0});
  expect_result(
      x + "(int64[2] y) { y = ArgMax<axis = -1, keepdims = 0, select_last_index = 1>(x) }", {2, 0});
  expect_result(x + "(int64[1,3] y) { y = ArgMin(x) }", {1, 1, 1});
}

}  // namespace
}  // namespace kintsugi::graph
