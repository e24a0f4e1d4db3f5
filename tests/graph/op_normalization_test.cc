#include "onnx/text_model.h"

namespace kintsugi::graph {
namespace {

const std::string kRow = "(float[1,1,5] x = {1, 3, 2, 5, 4}) => ";

TEST(NormalizationTest, BatchNormalizationUsesTheRunningStatistics) {
  const std::string x =
      "(float[1,2,1,2] x = {1, 2, 3, 4}) => (float[1,2,1,2] y) <float[2] scale = {2, 1}, "
      "float[2] bias = {0, 1}, float[2] mean = {1, 3}, float[2] var = {1, 4}> ";
  expect_result(x + "{ y = BatchNormalization<epsilon = 0.0>(x, scale, bias, mean, var) }",
                {0, 2, 1, 1.5f});
  expect_result(x + "{ y = BatchNormalization<epsilon = 3.0, momentum = 0.9>"
                    "(x, scale, bias, mean, var) }",
                {0, 1, 1, 1 + 1 / 2.64575131f}, 9);
  expect_result(x + "{ y = BatchNormalization<epsilon = 0.0, training_mode = 0>"
                    "(x, scale, bias, mean, var) }",
                {0, 2, 1, 1.5f}, 14);
  expect_error(x + "{ y = BatchNormalization<training_mode = 1>(x, scale, bias, mean, var) }",
               "training mode");
}

TEST(NormalizationTest, InstanceNormalizationUsesThePlanes) {
  const std::string x =
      "(float[1,2,2] x = {1, 3, 10, 30}) => (float[1,2,2] y) <float[2] scale = {1, 2}, "
      "float[2] bias = {0, 5}> ";
  expect_result(x + "{ y = InstanceNormalization<epsilon = 0.0>(x, scale, bias) }", {-1, 1, 3, 7});
  expect_result(x + "{ y = InstanceNormalization<epsilon = 3.0>(x, scale, bias) }",
                {-0.5f, 0.5f, 5 - 20 / 10.14889157f, 5 + 20 / 10.14889157f});
}

TEST(NormalizationTest, LayerNormalizationUsesTheLastAxes) {
  const std::string x = "(float[2,1,2] x = {1, 3, 10, 30}) => (float[2,1,2] y) ";
  expect_result(x + "<float[2] scale = {1, 2}, float[2] bias = {0, 1}> "
                    "{ y = LayerNormalization<epsilon = 0.0>(x, scale, bias) }",
                {-1, 3, -1, 3});
  expect_result(x + "<float[1,2] scale = {1, 2}> "
                    "{ y = LayerNormalization<axis = 1, epsilon = 0.0>(x, scale) }",
                {-1, 2, -1, 2});
}

}  // namespace
}  // namespace kintsugi::graph
