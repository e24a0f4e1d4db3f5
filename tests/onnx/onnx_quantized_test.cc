#include "kintsugi/onnx/onnx_quantized.h"

#include "onnx/text_model.h"

namespace kintsugi::graph {
namespace {

using onnx::TensorProto;

// A model of float32 inputs and outputs beside weights of other types.
class Model {
 public:
  Model(const std::string& text, int64_t opset = 17) : proto_(model_from_text(text, opset)) {}

  Model& weight(const char* name, int type, const Sizes& sizes,
                const std::vector<int32_t>& values) {
    fill(*proto_.mutable_graph()->add_initializer(), name, type, sizes, values);
    return *this;
  }

  Model& constant(const char* name, int type, const std::vector<int32_t>& values) {
    auto& node = *proto_.mutable_graph()->add_node();
    node.set_op_type("Constant");
    node.add_output(name);
    auto& value = *node.add_attribute();
    value.set_name("value");
    value.set_type(onnx::AttributeProto::TENSOR);
    fill(*value.mutable_t(), "", type, {static_cast<int64_t>(values.size())}, values);
    return *this;
  }

  /// The domain of all operators.
  Model& set_domain(const char* domain) {
    for (auto& node : *proto_.mutable_graph()->mutable_node()) node.set_domain(domain);
    return *this;
  }

  Graph graph() const { return read_model(proto_); }

  /// The output y for the input x, the same after a way to a file and back.
  std::vector<float> run(const Sizes& sizes, std::vector<float> x) const {
    const Graph read = graph();
    const std::map<std::string, Tensor> inputs = {{"x", Tensor(sizes, std::move(x))}};
    const Tensor y = run_reference(read, inputs).at("y");
    EXPECT_EQ(y.type(), DataType::kFloat32);
    onnx::ModelProto written;
    EXPECT_TRUE(written.ParseFromString(to_onnx(read)));
    EXPECT_NO_THROW(onnx::checker::check_model(written));
    EXPECT_EQ(run_reference(read_model(written), inputs).at("y"), y);
    return numbers(y);
  }

  void expect_error(const std::string& message) const { graph::expect_error(proto_, message); }

 private:
  static void fill(TensorProto& tensor, const char* name, int type, const Sizes& sizes,
                   const std::vector<int32_t>& values) {
    tensor.set_name(name);
    tensor.set_data_type(type);
    for (const int64_t extent : sizes) tensor.add_dims(extent);
    tensor.mutable_int32_data()->Add(values.begin(), values.end());
  }

  onnx::ModelProto proto_;
};

const std::string kRound =
    "(float[7] x) => (float[7] y) <float s = {0.5}> "
    "{ q = QuantizeLinear(x, s, z) y = DequantizeLinear(q, s, z) }";
const std::vector<float> kNumbers = {-100, -1.25f, -0.25f, 0.2f, 0.25f, 0.75f, 1000};

TEST(OnnxQuantizedTest, QuantizingRoundsAndClips) {
  // Halves go to the even neighbour: -2.5 to -2, -0.5 and 0.5 to 0, 1.5 to 2.
  EXPECT_EQ(Model(kRound).weight("z", TensorProto::UINT8, {}, {10}).run({7}, kNumbers),
            (std::vector<float>{-5, -1, 0, 0, 0, 1, 122.5f}));
  EXPECT_EQ(Model(kRound).weight("z", TensorProto::INT8, {}, {10}).run({7}, kNumbers),
            (std::vector<float>{-69, -1, 0, 0, 0, 1, 58.5f}));
  EXPECT_EQ(Model(kRound).constant("z", TensorProto::INT8, {0}).run({7}, kNumbers),
            (std::vector<float>{-64, -1, 0, 0, 0, 1, 63.5f}));
  EXPECT_EQ(Model(kRound, 21).weight("z", TensorProto::UINT16, {}, {0}).run({7}, kNumbers),
            (std::vector<float>{0, 0, 0, 0, 0, 1, 1000}));
  EXPECT_EQ(Model("(float[7] x) => (float[7] y) <float s = {0.5}> "
                  "{ q = QuantizeLinear(x, s) y = DequantizeLinear(q, s) }",
                  13)
                .run({7}, kNumbers),
            (std::vector<float>{0, 0, 0, 0, 0, 1, 127.5f}));
}

TEST(OnnxQuantizedTest, OnnxRuntimesOwnDomainMeansTheSame) {
  Model model(kRound);
  model.weight("z", TensorProto::INT16, {}, {0}).set_domain("com.microsoft");
  EXPECT_EQ(model.run({7}, kNumbers), (std::vector<float>{-100, -1, 0, 0, 0, 1, 1000}));
  Model("(float[1] x) => (float[1] y) { y = QLinearSigmoid(x) }")
      .set_domain("com.microsoft")
      .expect_error("there is no operator QLinearSigmoid of com.microsoft");
}

TEST(OnnxQuantizedTest, WeightsAreScaledByChannel) {
  const std::string text =
      "(float[1,1,1,2] x) => (float[1,2,1,2] y) <float[2] s = {0.5, 2}> "
      "{ w = DequantizeLinear<axis = 0>(q, s, z) y = Conv(x, w) }";
  EXPECT_EQ(Model(text)
                .weight("q", TensorProto::INT8, {2, 1, 1, 1}, {-3, 5})
                .weight("z", TensorProto::INT8, {2}, {1, 2})
                .run({1, 1, 1, 2}, {1, 10}),
            (std::vector<float>{-2, -20, 6, 60}));
  // As quantization-aware training exports them: the float weights are there.
  EXPECT_EQ(Model("(float[1,1,1,2] x) => (float[1,2,1,2] y) "
                  "<float[2] s = {0.5, 2}, float[2,1,1,1] f = {1.3, 1.3}> "
                  "{ q = QuantizeLinear<axis = 0>(f, s, z) w = DequantizeLinear<axis = 0>(q, s, z) "
                  "  y = Conv(x, w) }")
                .weight("z", TensorProto::INT8, {2}, {0, 0})
                .run({1, 1, 1, 2}, {1, 10}),
            (std::vector<float>{1.5f, 15, 2, 20}));
}

TEST(OnnxQuantizedTest, DynamicQuantizationAndIntegerConvolutions) {
  // As ONNX Runtime's quantize_dynamic writes a convolution. x is 0..5.1 in steps of 0.02.
  const std::string text =
      "(float[1,1,1,3] x) => (float[1,1,1,3] y) <float ws = {0.5}> "
      "{ q, s, z = DynamicQuantizeLinear(x) i = ConvInteger(q, w, z, wz) f = Cast<to = 1>(i) "
      "  both = Mul(s, ws) y = Mul(f, both) }";
  Model model(text);
  model.weight("w", TensorProto::UINT8, {1, 1, 1, 1}, {130})
      .weight("wz", TensorProto::UINT8, {}, {128});
  expect_numbers(Tensor({3}, model.run({1, 1, 1, 3}, {0.029f, 2, 5.1f})), {0.02f, 2, 5.1f}, "up");
  expect_numbers(Tensor({3}, model.run({1, 1, 1, 3}, {-2.55f, -0.012f, 0})), {-2.55f, -0.01f, 0},
                 "below 0");
  EXPECT_EQ(model.run({1, 1, 1, 3}, {0, 0, 0}), (std::vector<float>{0, 0, 0}));
}

TEST(OnnxQuantizedTest, PaddingIsZeroAndNotTheZeroPoint) {
  Model model(
      "(float[1,1,1,1] x) => (float[1,1,1,1] y) <float s = {1}> "
      "{ q = QuantizeLinear(x, s, z) y = ConvInteger<pads = [1, 1, 1, 1]>(q, w, z) }");
  model.weight("z", TensorProto::UINT8, {}, {100})
      .weight("w", TensorProto::INT8, {1, 1, 3, 3}, {9, 9, 9, 9, 2, 9, 9, 9, 9});
  EXPECT_EQ(model.run({1, 1, 1, 1}, {7}), (std::vector<float>{14}));
}

TEST(OnnxQuantizedTest, LinearConvolutionsHaveTheirBias) {
  Model model(
      "(float[1,1,1,2] x) => (float[1,2,1,2] y) "
      "<float xs = {0.5}, float[2] ws = {0.5, 0.25}, float ys = {0.125}> "
      "{ q = QuantizeLinear(x, xs, xz) c = QLinearConv(q, xs, xz, w, ws, wz, ys, yz, b) "
      "  y = DequantizeLinear(c, ys, yz) }");
  model.weight("xz", TensorProto::UINT8, {}, {3})
      .weight("w", TensorProto::INT8, {2, 1, 1, 1}, {4, -4})
      .weight("wz", TensorProto::INT8, {2}, {0, 0})
      .weight("yz", TensorProto::UINT8, {}, {128})
      .weight("b", TensorProto::INT32, {2}, {4, 8});
  // Weights are 2 and -1, biases 4 * 0.25 and 8 * 0.125; the results end at 127 * 0.125.
  EXPECT_EQ(model.run({1, 1, 1, 2}, {1.5f, 20}), (std::vector<float>{4, 15.875f, -0.5f, -16}));
}

TEST(OnnxQuantizedTest, MatricesAreScaledByRowsAndColumns) {
  Model linear(
      "(float[1,2] x) => (float[1,2] y) <float s = {0.5}, float[2] ws = {1, 10}, float ys = {1}> "
      "{ q = QuantizeLinear(x, s, z) m = QLinearMatMul(q, s, z, w, ws, wz, ys, yz) "
      "  y = DequantizeLinear(m, ys, yz) }");
  linear.weight("z", TensorProto::INT8, {}, {1})
      .weight("w", TensorProto::INT8, {2, 2}, {1, 2, 3, 4})
      .weight("wz", TensorProto::INT8, {2}, {0, 1})
      .weight("yz", TensorProto::INT8, {}, {0});
  EXPECT_EQ(linear.run({1, 2}, {1, 2}), (std::vector<float>{7, 70}));
  Model integer(
      "(float[2,1] x) => (float[2,1] y) <float s = {1}> "
      "{ q = QuantizeLinear(x, s) y = MatMulInteger(w, q, wz) }");
  integer.weight("w", TensorProto::UINT8, {2, 2}, {5, 6, 7, 8})
      .weight("wz", TensorProto::UINT8, {2}, {5, 7});
  EXPECT_EQ(integer.run({2, 1}, {1, 10}), (std::vector<float>{10, 10}));
}

TEST(OnnxQuantizedTest, WhatIsNotSupportedIsSaid) {
  const std::string head = "(float[1,2,1,1] x) => (float[1,2,1,1] y) ";
  Model(head + "<float[2] s = {1, 2}> { q = QuantizeLinear(x, s) y = DequantizeLinear(q, s) }")
      .expect_error("scales by axis are supported for weights only");
  Model(head + "<float s = {1}> { q = QuantizeLinear(x, s, z) y = DequantizeLinear(q, s, z) }")
      .weight("z", TensorProto::INT32, {}, {0})
      .expect_error("quantizes to the type number 6, expected 8 or 16 bits");
  Model(head + "{ y = DequantizeLinear(x) }").expect_error("has 1 inputs, expected 2");
  Model(head + "{ y = DynamicQuantizeLinear(x) }").expect_error("has 1 outputs, expected 3");
  Model(head + "<float[2] s = {1, 2}> { y = DequantizeLinear<axis = 9>(q, s) }")
      .weight("q", TensorProto::INT8, {1, 2, 1, 1}, {1, 2})
      .expect_error("axis 9 is not within rank 4");
  Model(head + "<float s = {1}> { y = DequantizeLinear<block_size = 2>(x, s) }", 21)
      .expect_error("blocks are not supported");
}

}  // namespace
}  // namespace kintsugi::graph
