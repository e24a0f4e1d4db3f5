#include "onnx/text_model.h"

// Numbers by hand: digits of different places show which tap met which pixel.
namespace kintsugi::graph {
namespace {

const std::string kSquare =
    "(float[1,1,3,3] x = {1,2,3,4,5,6,7,8,9}) => ";  // 1 2 3 / 4 5 6 / 7 8 9

TEST(ConvTest, WindowsAndPads) {
  const std::string w = "<float[1,1,2,2] w = {1,2,3,4}> ";
  const std::vector<float> same_upper = {37, 47, 21, 67, 77, 33, 23, 26, 9};
  expect_result(kSquare + "(float[1,1,2,2] y) " + w + "{ y = Conv(x, w) }", {37, 47, 67, 77});
  expect_result(kSquare + "(float[1,1,2,2] y) " + w + "{ y = Conv<auto_pad = \"VALID\">(x, w) }",
                {37, 47, 67, 77});
  expect_result(
      kSquare + "(float[1,1,3,3] y) " + w + "{ y = Conv<auto_pad = \"SAME_UPPER\">(x, w) }",
      same_upper);
  expect_result(kSquare + "(float[1,1,3,3] y) " + w + "{ y = Conv<pads = [0, 0, 1, 1]>(x, w) }",
                same_upper);
  expect_result(
      kSquare + "(float[1,1,3,3] y) " + w + "{ y = Conv<auto_pad = \"SAME_LOWER\">(x, w) }",
      {4, 11, 18, 18, 37, 47, 36, 67, 77});
  expect_result(kSquare + "(float[1,1,2,3] y) " + w + "{ y = Conv<pads = [0, 1, 0, 0]>(x, w) }",
                {18, 37, 47, 36, 67, 77});
}

TEST(ConvTest, StridesPerAxis) {
  const std::string w = "<float[1,1,3,3] w = {1,1,1,1,1,1,1,1,1}> ";
  expect_result(kSquare + "(float[1,1,2,2] y) " + w +
                    "{ y = Conv<strides = [2, 2], pads = [1, 1, 1, 1]>(x, w) }",
                {12, 16, 24, 28});
  expect_result(kSquare + "(float[1,1,3,2] y) " + w +
                    "{ y = Conv<strides = [1, 2], pads = [1, 1, 1, 1]>(x, w) }",
                {12, 16, 27, 33, 24, 28});
}

TEST(ConvTest, SamePaddingWithStrides) {
  const std::string x =
      "(float[1,1,4] x = {1,2,3,4}) => (float[1,1,2] y) <float[1,1,3] w = {1,1,1}> ";
  expect_result(x + "{ y = Conv<auto_pad = \"SAME_UPPER\", strides = [2]>(x, w) }", {6, 7});
  expect_result(x + "{ y = Conv<auto_pad = \"SAME_LOWER\", strides = [2]>(x, w) }", {3, 9});
}

TEST(ConvTest, Dilations) {
  expect_result(
      "(float[1,1,5] x = {1,2,3,4,5}) => (float[1,1,3] y) <float[1,1,2] w = {1, 10}> "
      "{ y = Conv<dilations = [2]>(x, w) }",
      {31, 42, 53});
  expect_result(kSquare +
                    "(float[1,1,1,2] y) <float[1,1,2,2] w = {1, 10, 100, 1000}> "
                    "{ y = Conv<dilations = [2, 1]>(x, w) }",
                {8721, 9832});
}

TEST(ConvTest, ChannelsGroupsAndBias) {
  expect_result(
      "(float[1,2,1,2] x = {1,2,3,4}) => (float[1,2,1,2] y) "
      "<float[2,1,1,1] w = {2, 3}, float[2] b = {10, 20}> "
      "{ y = Conv<group = 2>(x, w, b) }",
      {12, 14, 29, 32});
  expect_result(
      "(float[1,4,1,1] x = {1,2,3,4}) => (float[1,2,1,1] y) "
      "<float[2,2,1,1] w = {1, 1, 1, -1}> { y = Conv<group = 2>(x, w) }",
      {3, -1});
  expect_result(
      "(float[2,2,1,1] x = {1,2,3,4}) => (float[2,3,1,1] y) "
      "<float[3,2,1,1] w = {1, 0, 0, 1, 1, 1}, float[3] b = {0, 0, 5}> "
      "{ y = Conv(x, w, b) }",
      {1, 2, 8, 3, 4, 12});
}

TEST(ConvTest, WhatDoesNotFitIsNamed) {
  const std::string x = "(float[1,3,2,2] x) => (float[1,1,1,1] y) ";
  expect_error(x + "<float[1,2,1,1] w = {1, 1}> { y = Conv(x, w) }",
               "Conv node 'Conv_0': input is [1, 3, 2, 2], expected 2 channels");
  expect_error(x + "<float[1,3,1,3] w = {1,1,1,1,1,1,1,1,1}> { y = Conv(x, w) }",
               "a window of 3 does not fit an extent of 2");
  expect_error(x + "<float[1,3,1,1] w = {1,1,1}> { y = Conv<group = 2>(x, w) }",
               "cannot form 2 groups");
  expect_error(x + "<float[1,3,1,1] w = {1,1,1}> { y = Conv<strides = [0, 1]>(x, w) }", "strides");
  expect_error(x + "<float[1,3,1,1] w = {1,1,1}> { y = Conv<pads = [-1, 0, 0, 0]>(x, w) }", "pads");
  expect_error(x + "<float[1,3,1,1] w = {1,1,1}, float[2] b = {1, 1}> { y = Conv(x, w, b) }",
               "input 2 is [2], expected [1]");
}

// x = 1, 2 spread by w = 1, 10, 100 at stride 2: 1, 10, 102, 20, 200.
void expect_spread(const std::string& attributes, const std::vector<float>& expected) {
  expect_result("(float[1,1,2] x = {1, 2}) => (float[1,1," + std::to_string(expected.size()) +
                    "] y) <float[1,1,3] w = {1, 10, 100}> "
                    "{ y = ConvTranspose<strides = [2]" +
                    attributes + ">(x, w) }",
                expected);
}

TEST(ConvTransposeTest, ExtentOfTheOutput) {
  expect_spread("", {1, 10, 102, 20, 200});
  expect_spread(", pads = [1, 1]", {10, 102, 20});
  expect_spread(", pads = [0, 2]", {1, 10, 102});
  expect_spread(", pads = [1, 1], output_padding = [1]", {10, 102, 20, 200});
  expect_spread(", output_padding = [1]", {1, 10, 102, 20, 200, 0});
  // ONNX: of an odd padding the begin gets more, except for SAME_UPPER.
  expect_spread(", output_shape = [4]", {10, 102, 20, 200});
  expect_spread(", output_shape = [4], auto_pad = \"SAME_UPPER\"", {1, 10, 102, 20});
  expect_spread(", output_shape = [3]", {10, 102, 20});
  expect_spread(", auto_pad = \"SAME_UPPER\"", {1, 10, 102, 20});
  expect_spread(", auto_pad = \"SAME_LOWER\"", {10, 102, 20, 200});
  expect_spread(", auto_pad = \"VALID\"", {1, 10, 102, 20, 200});
}

TEST(ConvTransposeTest, DilationsGroupsAndBias) {
  expect_result(
      "(float[1,1,2] x = {1, 2}) => (float[1,1,4] y) <float[1,1,2] w = {1, 10}> "
      "{ y = ConvTranspose<dilations = [2]>(x, w) }",
      {1, 2, 10, 20});
  const std::string x = "(float[1,2,1] x = {1, 2}) => ";
  expect_result(x + "(float[1,2,2] y) <float[2,1,2] w = {1, 10, 100, 1000}, float[2] b = {0, 5}> "
                    "{ y = ConvTranspose<group = 2>(x, w, b) }",
                {1, 10, 205, 2005});
  expect_result(x + "(float[1,1,2] y) <float[2,1,2] w = {1, 10, 100, 1000}> "
                    "{ y = ConvTranspose(x, w) }",
                {201, 2010});
  expect_result(x + "(float[1,4,1] y) <float[2,2,1] w = {1, 2, 3, 4}> "
                    "{ y = ConvTranspose<group = 2>(x, w) }",
                {1, 2, 6, 8});
}

TEST(ConvTransposeTest, TwoAxes) {
  expect_result(
      "(float[1,1,2,2] x = {1, 2, 3, 4}) => (float[1,1,4,4] y) "
      "<float[1,1,2,2] w = {1, 10, 100, 1000}> "
      "{ y = ConvTranspose<strides = [2, 2]>(x, w) }",
      {1, 10, 2, 20, 100, 1000, 200, 2000, 3, 30, 4, 40, 300, 3000, 400, 4000});
  // Stride 1, all overlap: a full correlation with the turned kernel.
  expect_result(
      "(float[1,1,1,2] x = {1, 2}) => (float[1,1,2,3] y) "
      "<float[1,1,2,2] w = {1, 10, 100, 1000}> { y = ConvTranspose(x, w) }",
      {1, 12, 20, 100, 1200, 2000});
}

}  // namespace
}  // namespace kintsugi::graph
