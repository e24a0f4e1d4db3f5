#include "kintsugi/onnx/onnx_types.h"

#include "onnx/text_model.h"

namespace kintsugi::graph {
namespace {

onnx::TensorProto halves(const char* name, const std::vector<uint16_t>& bits, bool is_raw) {
  onnx::TensorProto tensor;
  tensor.set_name(name);
  tensor.set_data_type(onnx::TensorProto::FLOAT16);
  tensor.add_dims(static_cast<int64_t>(bits.size()));
  if (is_raw) tensor.set_raw_data(bits.data(), bits.size() * sizeof(uint16_t));
  if (!is_raw) tensor.mutable_int32_data()->Add(bits.begin(), bits.end());
  return tensor;
}

void expect_all_floats(const Graph& graph) {
  for (const auto& [name, info] : infer(graph)) EXPECT_EQ(info.type, DataType::kFloat32) << name;
}

// 1.5, -2, the smallest number above 0, the largest below the normal ones, minus infinity.
const std::vector<uint16_t> kBits = {0x3E00, 0xC000, 0x0001, 0x83FF, 0xFC00};
const std::vector<float> kNumbers = {1.5f, -2, 0x1p-24f, -1023 * 0x1p-24f, -INFINITY};

TEST(OnnxTypesTest, HalfPrecisionInsideIsReadAsFloat) {
  for (const bool is_raw : {false, true}) {
    auto model = model_from_text(
        R"((float[5] x) => (float[5] y) {
             low = Cast<to = 10>(x)
             sum = Add(low, w)
             all = Add(sum, c)
             y = Cast<to = 1>(all) })",
        17);
    auto& graph = *model.mutable_graph();
    *graph.add_initializer() = halves("w", kBits, is_raw);
    auto& constant = *graph.add_node();
    constant.set_op_type("Constant");
    constant.add_output("c");
    auto& value = *constant.add_attribute();
    value.set_name("value");
    value.set_type(onnx::AttributeProto::TENSOR);
    *value.mutable_t() = halves("", {0, 0, 0, 0, 0x3C00}, is_raw);
    const Graph read = read_model(model);
    expect_all_floats(read);
    // 1e-9 and 1e6 are no halves: they pass as they are.
    const Tensor x({5}, std::vector<float>{0, 1e6f, 0, 0, 1});
    const Tensor y = run_reference(read, {{"x", x}}).at("y");
    EXPECT_EQ(numbers(y), (std::vector<float>{1.5f, 999998, kNumbers[2], kNumbers[3], -INFINITY}));
  }
}

TEST(OnnxTypesTest, HalfPrecisionAtTheDoorsIsReadAsFloat) {
  for (const int type : {onnx::TensorProto::FLOAT16, onnx::TensorProto::BFLOAT16}) {
    auto model = model_from_text("(float[2] x) => (float[2] y) { y = Sigmoid(x) }", 17);
    auto& graph = *model.mutable_graph();
    for (auto* port : {graph.mutable_input(0), graph.mutable_output(0)})
      port->mutable_type()->mutable_tensor_type()->set_elem_type(type);
    const Graph read = read_model(model);
    expect_all_floats(read);
    EXPECT_EQ(read.inputs[0].type, DataType::kFloat32);
    EXPECT_EQ(read.outputs[0].type, DataType::kFloat32);
    expect_numbers(run_reference(read, {{"x", Tensor({2}, std::vector<float>{0, 2})}}).at("y"),
                   {0.5f, 0.880797f}, "y");
  }
}

TEST(OnnxTypesTest, HalfPrecisionMayBeAskedForByAttributes) {
  auto model = model_from_text("(int64[1] x) => (float[2] y) { y = ConstantOfShape(x) }", 17);
  auto& value = *model.mutable_graph()->mutable_node(0)->add_attribute();
  value.set_name("value");
  value.set_type(onnx::AttributeProto::TENSOR);
  *value.mutable_t() = halves("", {0x3E00}, true);
  const auto y = run_reference(read_model(model), {{"x", Tensor::list({2})}}).at("y");
  EXPECT_EQ(numbers(y), (std::vector<float>{1.5f, 1.5f}));
}

}  // namespace
}  // namespace kintsugi::graph
