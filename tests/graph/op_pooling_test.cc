#include "onnx/text_model.h"

namespace kintsugi::graph {
namespace {

const std::string kRow = "(float[1,1,5] x = {1, 3, 2, 5, 4}) => ";

TEST(MaxPoolTest, WindowsAndPads) {
  expect_result(kRow + "(float[1,1,2] y) { y = MaxPool<kernel_shape = [2], strides = [2]>(x) }",
                {3, 5});
  expect_result(
      kRow +
          "(float[1,1,3] y) { y = MaxPool<kernel_shape = [2], strides = [2], ceil_mode = 1>(x) }",
      {3, 5, 4});
  expect_result(
      kRow +
          "(float[1,1,3] y) { y = MaxPool<kernel_shape = [3], strides = [2], pads = [1, 1]>(x) }",
      {3, 5, 5});
  expect_result(kRow + "(float[1,1,3] y) { y = MaxPool<kernel_shape = [2], dilations = [2]>(x) }",
                {2, 5, 4});
  expect_result(
      "(float[1,1,2] x = {-3, -1}) => (float[1,1,3] y) "
      "{ y = MaxPool<kernel_shape = [2], pads = [1, 1]>(x) }",
      {-3, -1, -1});  // padding never wins
}

TEST(MaxPoolTest, SamePadding) {
  const std::string x = "(float[1,1,4] x = {1, 2, 3, 4}) => (float[1,1,2] y) ";
  expect_result(
      x + "{ y = MaxPool<kernel_shape = [3], strides = [2], auto_pad = \"SAME_UPPER\">(x) }",
      {3, 4});
  expect_result(
      x + "{ y = MaxPool<kernel_shape = [3], strides = [2], auto_pad = \"SAME_LOWER\">(x) }",
      {2, 4});
  expect_result(
      "(float[1,1,4] x = {1, 2, 3, 4}) => (float[1,1,1] y) "
      "{ y = MaxPool<kernel_shape = [3], strides = [2], auto_pad = \"VALID\">(x) }",
      {3});
}

TEST(MaxPoolTest, TwoAxesAndChannels) {
  expect_result(
      "(float[1,2,2,3] x = {1,2,3,4,5,6, 9,8,7,6,5,4}) => (float[1,2,1,2] y) "
      "{ y = MaxPool<kernel_shape = [2, 2]>(x) }",
      {5, 6, 9, 8});
}

TEST(MaxPoolTest, IndicesAreNotGiven) {
  expect_error(
      "(float[1,1,4] x) => (float[1,1,2] y, int64[1,1,2] at) "
      "{ y, at = MaxPool<kernel_shape = [2], strides = [2]>(x) }",
      "MaxPool node 'MaxPool_0': indices are not supported");
}

TEST(AveragePoolTest, PadsCountWhereAsked) {
  const std::string x = "(float[1,1,3] x = {1, 2, 3}) => (float[1,1,3] y) ";
  expect_result(x + "{ y = AveragePool<kernel_shape = [3], pads = [1, 1]>(x) }", {1.5f, 2, 2.5f});
  expect_result(
      x + "{ y = AveragePool<kernel_shape = [3], pads = [1, 1], count_include_pad = 1>(x) }",
      {1, 2, 5 / 3.0f});
  expect_result(x + "{ y = AveragePool<kernel_shape = [2], auto_pad = \"SAME_UPPER\">(x) }",
                {1.5f, 2.5f, 3});
  expect_result(x + "{ y = AveragePool<kernel_shape = [2], auto_pad = \"SAME_LOWER\">(x) }",
                {1, 1.5f, 2.5f});
}

TEST(AveragePoolTest, CeilModeDividesByWhatIsThere) {
  expect_result(kRow +
                    "(float[1,1,3] y) "
                    "{ y = AveragePool<kernel_shape = [2], strides = [2], ceil_mode = 1>(x) }",
                {2, 3.5f, 4});
  // With count_include_pad the padding counts, what lies beyond it does not (PyTorch).
  expect_result(
      "(float[1,1,4] x = {1, 2, 3, 4}) => (float[1,1,3] y) "
      "{ y = AveragePool<kernel_shape = [3], strides = [2], pads = [1, 1], "
      "ceil_mode = 1, count_include_pad = 1>(x) }",
      {1, 3, 2});
}

TEST(AveragePoolTest, TwoAxes) {
  expect_result(
      "(float[1,1,2,2] x = {1, 2, 3, 4}) => (float[1,1,3,3] y) "
      "{ y = AveragePool<kernel_shape = [2, 2], pads = [1, 1, 1, 1], "
      "count_include_pad = 1>(x) }",
      {0.25f, 0.75f, 0.5f, 1, 2.5f, 1.5f, 0.75f, 1.75f, 1});
}

TEST(GlobalPoolTest, TakesThePlane) {
  const std::string x = "(float[1,2,1,3] x = {1, 2, 6, -1, -2, -6}) => (float[1,2,1,1] y) ";
  expect_result(x + "{ y = GlobalAveragePool(x) }", {3, -3});
  expect_result(x + "{ y = GlobalMaxPool(x) }", {6, -1});
}

}  // namespace
}  // namespace kintsugi::graph
