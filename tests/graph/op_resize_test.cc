#include "onnx/text_model.h"

// Numbers by hand from ONNX's formulas of the coordinate that an output element shows.
namespace kintsugi::graph {
namespace {

// One row resized; `how` are the attributes, `extent` a number of the scale or the size.
void expect_row(const std::string& row, int count, const std::string& how,
                const std::string& extent, const std::vector<float>& expected) {
  const bool is_scale = extent.find('.') != std::string::npos;
  const std::string list = is_scale ? "<float[3] e = {1.0, 1.0, " : "<int64[3] e = {1, 1, ";
  expect_result("(float[1,1," + std::to_string(count) + "] x = {" + row + "}) => (float[1,1," +
                    std::to_string(expected.size()) + "] y) " + list + extent + "}> { y = Resize<" +
                    how + ">(x, , " + (is_scale ? "" : ", ") + "e) }",
                expected);
}

std::string mode(const std::string& coordinates, const std::string& nearest = "") {
  const std::string how = "coordinate_transformation_mode = \"" + coordinates + "\", ";
  return how + (nearest.empty() ? "mode = \"linear\""
                                : "mode = \"nearest\", nearest_mode = \"" + nearest + "\"");
}

TEST(ResizeTest, Nearest) {
  expect_row("1, 2", 2, mode("asymmetric", "floor"), "2.0", {1, 1, 2, 2});  // PyTorch's nearest
  expect_row("1, 2", 2, "mode = \"nearest\"", "2.0", {1, 1, 2, 2});
  // 5 to 3: i / 0.6 is 0, 1.67, 3.33; (i + 0.5) / 0.6 - 0.5 is 0.33, 2, 3.67
  expect_row("0, 1, 2, 3, 4", 5, mode("asymmetric", "floor"), "3", {0, 1, 3});
  expect_row("0, 1, 2, 3, 4", 5, mode("asymmetric", "ceil"), "3", {0, 2, 4});
  expect_row("0, 1, 2, 3, 4", 5, mode("asymmetric", "round_prefer_floor"), "3", {0, 2, 3});
  expect_row("0, 1, 2, 3, 4", 5, mode("half_pixel", "round_prefer_floor"), "3", {0, 2, 4});
  // 4 to 2 at half pixels: 0.5 and 2.5, in the middle
  expect_row("0, 1, 2, 3", 4, mode("half_pixel", "round_prefer_floor"), "2", {0, 2});
  expect_row("0, 1, 2, 3", 4, mode("half_pixel", "round_prefer_ceil"), "2", {1, 3});
  expect_row("0, 1, 2, 3", 4, mode("half_pixel", "floor"), "0.5", {0, 2});
  expect_row("0, 1, 2, 3", 4, mode("half_pixel", "ceil"), "0.5", {1, 3});
  // 3 to 5 with corners aligned: 0, 0.5, 1, 1.5, 2
  expect_row("0, 1, 2", 3, mode("align_corners", "round_prefer_floor"), "5", {0, 0, 1, 1, 2});
  expect_row("0, 1, 2", 3, mode("align_corners", "ceil"), "5", {0, 1, 1, 2, 2});
}

TEST(ResizeTest, Linear) {
  expect_row("1, 2", 2, mode("half_pixel"), "2.0", {1, 1.25f, 1.75f, 2});
  expect_row("1, 2", 2, mode("pytorch_half_pixel"), "2.0", {1, 1.25f, 1.75f, 2});
  expect_row("1, 2", 2, mode("asymmetric"), "2.0", {1, 1.5f, 2, 2});
  expect_row("1, 2", 2, mode("align_corners"), "2.0", {1, 4 / 3.0f, 5 / 3.0f, 2});
  expect_row("0, 4, 8, 12", 4, mode("half_pixel"), "2", {2, 10});
}

TEST(ResizeTest, OneElementIsWhereTheModesDiffer) {
  expect_row("1, 2, 3, 4", 4, mode("half_pixel"), "1", {2.5f});
  expect_row("1, 2, 3, 4", 4, mode("pytorch_half_pixel"), "1", {1});
  expect_row("1, 2, 3, 4", 4, mode("align_corners"), "1", {1});
  expect_row("1, 2, 3, 4", 4, mode("asymmetric"), "1", {1});
}

TEST(ResizeTest, AScaleCountsAsGivenASizeAsTheRatio) {
  // 3 * 1.5 is 4.5, cut to 4; coordinates (i + 0.5) / 1.5 - 0.5, against (i + 0.5) * 3/4 - 0.5
  expect_row("0, 3, 6", 3, mode("half_pixel"), "1.5", {0, 1.5f, 3.5f, 5.5f});
  expect_row("0, 3, 6", 3, mode("half_pixel"), "4", {0, 1.875f, 4.125f, 6});
}

TEST(ResizeTest, BothSides) {
  expect_result(
      "(float[1,1,2,2] x = {1, 2, 3, 4}) => (float[1,1,3,3] y) "
      "<int64[4] s = {1, 1, 3, 3}> { y = Resize<mode = \"linear\", "
      "coordinate_transformation_mode = \"align_corners\">(x, , , s) }",
      {1, 1.5f, 2, 2, 2.5f, 3, 3, 3.5f, 4});
  // PyTorch's opset 11: empty tensors for what is not given.
  expect_result(
      "(float[1,1,1,2] x = {1, 2}) => (float[1,1,2,4] y) <float[0] roi = {}, "
      "float[0] none = {}, int64[4] s = {1, 1, 2, 4}> { y = Resize<mode = \"nearest\", "
      "coordinate_transformation_mode = \"asymmetric\", nearest_mode = \"floor\", "
      "cubic_coeff_a = -0.75>(x, roi, none, s) }",
      {1, 1, 2, 2, 1, 1, 2, 2}, 11);
}

TEST(ResizeTest, OldOpsetsCountFromTheCorner) {
  const std::string x =
      "(float[1,1,1,2] x = {1, 2}) => (float[1,1,1,4] y) "
      "<float[4] s = {1.0, 1.0, 1.0, 2.0}> ";
  expect_result(x + "{ y = Resize<mode = \"nearest\">(x, s) }", {1, 1, 2, 2}, 10);
  expect_result(x + "{ y = Resize<mode = \"linear\">(x, s) }", {1, 1.5f, 2, 2}, 10);
  expect_result(x + "{ y = Upsample<mode = \"nearest\">(x, s) }", {1, 1, 2, 2}, 9);
  expect_result(x + "{ y = Upsample<mode = \"linear\">(x, s) }", {1, 1.5f, 2, 2}, 9);
}

TEST(ResizeTest, WhatDoesNotFitIsNamed) {
  const std::string x = "(float[1,1,2,2] x) => (float[1,1,4,4] y) ";
  const std::string node = "Resize node 'Resize_0': ";
  expect_error(x + "<float[2] s = {2, 2}> { y = Resize(x, , s) }",
               node + "2 scales for an input [1, 1, 2, 2]");
  expect_error(x + "<float[4] s = {1, 1, -2, 2}> { y = Resize(x, , s) }", node + "a scale is -2");
  expect_error(x + "<int64[4] s = {1, 1, 0, 4}> { y = Resize(x, , , s) }", node);
  expect_error(x + "{ y = Resize(x) }", node + "needs scales or sizes");
}

// One row padded in opset 17.
void expect_pad(const std::string& how, int begin, int end, const std::vector<float>& expected) {
  expect_result("(float[3] x = {1, 2, 3}) => (float[" + std::to_string(expected.size()) +
                    "] y) <int64[2] p = {" + std::to_string(begin) + ", " + std::to_string(end) +
                    "}> { y = Pad" + how + "(x, p) }",
                expected);
}

TEST(PadTest, Modes) {
  expect_pad("", 1, 2, {0, 1, 2, 3, 0, 0});
  expect_pad("<mode = \"edge\">", 1, 2, {1, 1, 2, 3, 3, 3});
  expect_pad("<mode = \"reflect\">", 1, 2, {2, 1, 2, 3, 2, 1});
  expect_pad("", -1, 1, {2, 3, 0});
  expect_pad("<mode = \"edge\">", -1, -1, {2});
}

TEST(PadTest, ValueAndTypes) {
  expect_result(
      "(float[1,2] x = {1, 2}) => (float[2,4] y) <int64[4] p = {1, 0, 0, 2}, "
      "float v = {7.5}> { y = Pad(x, p, v) }",
      {7.5f, 7.5f, 7.5f, 7.5f, 1, 2, 7.5f, 7.5f});
  expect_result(
      "(int64[2] x = {1, 2}) => (int64[3] y) <int64[2] p = {0, 1}, int64 v = {9}> "
      "{ y = Pad(x, p, v) }",
      {1, 2, 9});
  expect_result("(float[2] x = {1, 2}) => (float[4] y) { y = Pad<pads = [1, 1], value = 3.0>(x) }",
                {3, 1, 2, 3}, 9);
  expect_result(
      "(float[1,2,2] x = {1, 2, 3, 4}) => (float[1,4,4] y) "
      "{ y = Pad<mode = \"reflect\", pads = [0, 1, 1, 0, 1, 1]>(x) }",
      {4, 3, 4, 3, 2, 1, 2, 1, 4, 3, 4, 3, 2, 1, 2, 1}, 10);
}

TEST(PadTest, WhatDoesNotFitIsNamed) {
  const std::string x = "(float[3] x) => (float[6] y) ";
  expect_error(x + "<int64[2] p = {3, 0}> { y = Pad<mode = \"reflect\">(x, p) }",
               "Pad node 'Pad_0': cannot reflect 3 pixels of an extent of 3");
  expect_error(x + "<int64[3] p = {3, 0, 0}> { y = Pad(x, p) }", "3 pads for 1 axes");
  expect_error(x + "<int64[2] p = {-2, -2}> { y = Pad(x, p) }", "pads cut more than there is");
  expect_error(x + "<int64[2] p = {1, 1}> { y = Pad<mode = \"wrap\">(x, p) }",
               "Pad node 'Pad_0': mode 'wrap' is not supported", 19);
}

}  // namespace
}  // namespace kintsugi::graph
