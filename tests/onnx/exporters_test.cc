#include "onnx/text_model.h"

// Files as torch.onnx.export writes them, PyTorch 1.13 to 2.x: the node chains of its symbolic
// functions, with dynamic height and width.
namespace kintsugi::graph {
namespace {

// Reads the model, whose output y must have the symbolic shape `shape`, runs it on x, and again
// after it was written as opset 17.
void expect_export(const onnx::ModelProto& model, const Tensor& x, const std::string& shape,
                   const std::vector<float>& expected) {
  const Graph graph = read_model(model);
  EXPECT_EQ(to_string(graph.output("y").shape), shape);
  const Tensor y = run_reference(graph, {{"x", x}}).at("y");
  expect_numbers(y, expected, "y");
  onnx::ModelProto written;
  ASSERT_TRUE(written.ParseFromString(to_onnx(graph)));
  EXPECT_NO_THROW(onnx::checker::check_model(written));
  EXPECT_EQ(run_reference(read_model(written), {{"x", x}}).at("y"), y);
}

Tensor count_up(const Sizes& sizes) {
  std::vector<float> values(num_elements(sizes));
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i + 1);
  return Tensor(sizes, std::move(values));
}

TEST(ExportersTest, ReflectionPadOfOpset11TurnsItsPadsRound) {
  // nn.ReflectionPad2d((1, 2, 0, 1)): PyTorch counts from the last axis, ONNX from the first.
  const auto model = model_from_text(
      R"((float[N,1,H,W] x) => (float[N,1,A,B] y) {
           given = Constant<value = int64[4] {1, 2, 0, 1}>()
           missing = Constant<value = int64[1] {4}>()
           zeros = ConstantOfShape<value = int64[1] {0}>(missing)
           all = Concat<axis = 0>(given, zeros)
           two = Constant<value = int64[2] {-1, 2}>()
           pairs = Reshape(all, two)
           axis = Constant<value = int64[1] {0}>()
           from = Constant<value = int64[1] {-1}>()
           to = Constant<value = int64[1] {-9223372036854775807}>()
           step = Constant<value = int64[1] {-1}>()
           turned = Slice(pairs, from, to, axis, step)
           columns = Transpose<perm = [1, 0]>(turned)
           minus = Constant<value = int64[1] {-1}>()
           flat = Reshape(columns, minus)
           pads = Cast<to = 7>(flat)
           y = Pad<mode = "reflect">(x, pads) })",
      11);
  expect_export(model, count_up({1, 1, 2, 3}), "[N, 1, H + 1, W + 3]",
                {2, 1, 2, 3, 2, 1, 5, 4, 5, 6, 5, 4, 2, 1, 2, 3, 2, 1});
}

TEST(ExportersTest, InterpolateComputesItsSizesFromTheShape) {
  // F.interpolate(x, scale_factor=2) traced with dynamic axes, opset 11.
  const auto model = model_from_text(
      R"((float[N,1,H,W] x) => (float[N,1,A,B] y) <float[0] roi = {}, float[0] none = {}> {
           s = Shape(x)
           i2 = Constant<value = int64 {2}>()
           h = Gather<axis = 0>(s, i2)
           t = Shape(x)
           i3 = Constant<value = int64 {3}>()
           w = Gather<axis = 0>(t, i3)
           factor = Constant<value = float {2.0}>()
           hf = Cast<to = 1>(h)
           hm = Mul(hf, factor)
           hr = Floor(hm)
           hi = Cast<to = 7>(hr)
           wf = Cast<to = 1>(w)
           wm = Mul(wf, factor)
           wr = Floor(wm)
           wi = Cast<to = 7>(wr)
           hu = Unsqueeze<axes = [0]>(hi)
           wu = Unsqueeze<axes = [0]>(wi)
           tail = Concat<axis = 0>(hu, wu)
           u = Shape(x)
           zero = Constant<value = int64[1] {0}>()
           two = Constant<value = int64[1] {2}>()
           head = Slice(u, zero, two, zero)
           sizes = Concat<axis = 0>(head, tail)
           y = Resize<coordinate_transformation_mode = "asymmetric", cubic_coeff_a = -0.75,
                      mode = "nearest", nearest_mode = "floor">(x, roi, none, sizes) })",
      11);
  expect_export(model, count_up({1, 1, 1, 2}), "[N, 1, 2*H, 2*W]", {1, 1, 2, 2, 1, 1, 2, 2});
}

TEST(ExportersTest, UpsampleOfOpset9DividesSizes) {
  // The scale is float(h * 2) / float(h), whatever h is.
  const auto model = model_from_text(
      R"((float[N,1,H,W] x) => (float[N,1,A,B] y) {
           s = Shape(x)
           i2 = Constant<value = int64 {2}>()
           h = Gather<axis = 0>(s, i2)
           two = Constant<value = int64 {2}>()
           h2 = Mul(h, two)
           above = Cast<to = 1>(h2)
           below = Cast<to = 1>(h)
           ratio = Div(above, below)
           ratio_list = Unsqueeze<axes = [0]>(ratio)
           other = Constant<value = float[2] {1.0, 1.0}>()
           last = Constant<value = float[1] {1.0}>()
           scales = Concat<axis = 0>(other, ratio_list, last)
           y = Upsample<mode = "nearest">(x, scales) })",
      9);
  expect_export(model, count_up({1, 1, 2, 1}), "[N, 1, 2*H, W]", {1, 1, 2, 2});
}

TEST(ExportersTest, NormsAreInstanceNormalizationsOfGroups) {
  // nn.GroupNorm(2, 4): reshape to groups, scale by weights of [C, 1, 1] afterwards.
  const auto model = model_from_text(
      R"((float[N,4,H,W] x) => (float[N,4,H,W] y)
         <float[2] ones = {1.0, 1.0}, float[2] zeros = {0.0, 0.0},
          float[4,1,1] weight = {1, 2, 3, 4}, float[4,1,1] bias = {0, 0, 0, 1}> {
           groups = Constant<value = int64[3] {0, 2, -1}>()
           flat = Reshape(x, groups)
           normal = InstanceNormalization<epsilon = 0.0>(flat, ones, zeros)
           s = Shape(x)
           back = Reshape(normal, s)
           scaled = Mul(back, weight)
           y = Add(scaled, bias) })",
      13);
  expect_export(model, Tensor({1, 4, 1, 1}, std::vector<float>{1, 3, 10, 30}), "[N, 4, H, W]",
                {-1, 2, -3, 5});
}

TEST(ExportersTest, ActivationsInPieces) {
  const std::string head = "(float[N,W] x) => (float[N,W] y) ";
  const Tensor x({1, 3}, std::vector<float>{-2, 1, 3});
  expect_export(model_from_text(head + R"(<float root = {1.4142135}, float one = {1.0},
                                           float half = {0.5}> {
                                  a = Div(x, root)
                                  b = Erf(a)
                                  c = Add(b, one)
                                  d = Mul(x, c)
                                  y = Mul(d, half) })",
                                13),
                x, "[N, W]", {-0.04550026f, 0.84134475f, 2.99595031f});
  const std::vector<float> hard_swish = {-1 / 3.0f, 2 / 3.0f, 3};
  expect_export(model_from_text(head + R"({ a = HardSigmoid<alpha = 0.16666667>(x)
                                            y = Mul(x, a) })",
                                11),
                x, "[N, W]", hard_swish);
  expect_export(model_from_text(head + R"({ three = Constant<value = float {3.0}>()
                                            a = Add(x, three)
                                            b = Clip<max = 6.0, min = 0.0>(a)
                                            six = Constant<value = float {6.0}>()
                                            c = Div(b, six)
                                            y = Mul(x, c) })",
                                10),
                x, "[N, W]", hard_swish);
}

TEST(ExportersTest, ViewFlattensForADenseLayer) {
  // x.view(x.size(0), -1), then nn.Linear.
  const auto model = model_from_text(
      R"((float[N,2,1,1] x) => (float[N,1] y) <float[1,2] weight = {1, 10}, float[1] bias = {100}> {
           s = Shape(x)
           zero = Constant<value = int64 {0}>()
           n = Gather<axis = 0>(s, zero)
           axes = Constant<value = int64[1] {0}>()
           nu = Unsqueeze(n, axes)
           rest = Constant<value = int64[1] {-1}>()
           sizes = Concat<axis = 0>(nu, rest)
           flat = Reshape(x, sizes)
           y = Gemm<alpha = 1.0, beta = 1.0, transB = 1>(flat, weight, bias) })",
      13);
  expect_export(model, count_up({2, 2, 1, 1}), "[N, 1]", {121, 143});
}

TEST(ExportersTest, DynamoWritesOpset18) {
  const auto model = model_from_text(
      R"((float[N,4,H,W] x) => (float[N,2,A,B] y)
         <int64[2] hw = {-1, -2}, int64[4] pads = {0, 1, 0, 0}, int64[2] axes = {2, 3},
          float zero = {0.0}> {
           a, b = Split<axis = 1, num_outputs = 2>(x)
           m = ReduceMean<keepdims = 1, noop_with_empty_axes = 0>(b, hw)
           c = Sub(a, m)
           y = Pad<mode = "constant">(c, pads, zero, axes) })",
      18);
  // Means of channels 2 and 3 of 1 .. 8 over two columns: 5.5 and 7.5.
  expect_export(model, count_up({1, 4, 1, 2}), "[N, 2, H, W + 1]",
                {0, -4.5f, -3.5f, 0, -4.5f, -3.5f});
}

TEST(ExportersTest, WeightsMayBeInputsAndShareThroughIdentity) {
  // ir_version 3 lists weights among the inputs; PyTorch 2 shares equal weights through Identity.
  auto model = model_from_text(
      R"((float[N,1,H,W] x) => (float[N,1,H,W] y) <float[1,1,1,1] w = {2.0}, float[1] b = {1.0}> {
           shared = Identity(w)
           a = Conv<kernel_shape = [1, 1]>(x, w, b)
           r = LeakyRelu<alpha = 0.2>(a)
           kept = Dropout<ratio = 0.5>(r)
           y = Conv<kernel_shape = [1, 1]>(kept, shared, b) })",
      9);
  model.set_ir_version(3);
  model.set_producer_name("pytorch");
  model.set_doc_string("exported");
  auto& graph = *model.mutable_graph();
  for (const auto& [name, extents] : {std::pair("w", Sizes{1, 1, 1, 1}), {"b", Sizes{1}}}) {
    auto& input = *graph.add_input();
    input.set_name(name);
    auto& type = *input.mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx::TensorProto::FLOAT);
    for (const int64_t extent : extents) type.mutable_shape()->add_dim()->set_dim_value(extent);
  }
  *graph.add_value_info() = graph.output(0);
  graph.mutable_value_info(0)->set_name("r");
  graph.mutable_node(1)->set_doc_string("net.py(12): forward");
  // Names as torch 2 writes them, and the domains of its functions.
  for (auto& node : *graph.mutable_node()) {
    for (auto* names : {node.mutable_input(), node.mutable_output()}) {
      for (auto& name : *names) {
        if (name == "a") name = "/model/conv.0/Conv_output_0";
      }
    }
    node.set_name("/model/" + node.op_type());
  }
  auto& functions = *model.add_opset_import();
  functions.set_domain("pkg.onnxscript.torch_lib");
  functions.set_version(1);
  expect_export(model, Tensor({1, 1, 1, 2}, std::vector<float>{1, -3}), "[N, 1, H, W]", {7, -1});
  EXPECT_EQ(read_model(model).inputs.size(), 1u);
}

TEST(ExportersTest, DynamicAxesHaveNamesOfAnyKind) {
  auto model = model_from_text("(float[N,1,H,W] x) => (float[N,1,H,W] y) { y = Relu(x) }", 17);
  auto& shape = *model.mutable_graph()
                     ->mutable_input(0)
                     ->mutable_type()
                     ->mutable_tensor_type()
                     ->mutable_shape();
  shape.mutable_dim(0)->set_dim_param("batch size");
  shape.mutable_dim(2)->set_dim_param("2*height");
  shape.mutable_dim(3)->clear_dim_param();  // no name at all
  const Graph graph = read_model(model);
  EXPECT_EQ(to_string(graph.output("y").shape), "[_batch_size, 1, 2*height, axis3_of_x]");
  EXPECT_EQ(graph.inputs[0].shape, graph.outputs[0].shape);
}

TEST(ExportersTest, WeightsAreStoredInManyWays) {
  const auto check = [](const std::function<void(onnx::TensorProto&)>& store, int type,
                        const std::vector<float>& expected) {
    auto model = model_from_text(
        "(float[2] x) => (float[2] y) <float[2] w = {0, 0}> "
        "{ wide = Cast<to = 1>(w) y = Add(x, wide) }",
        17);
    auto& weight = *model.mutable_graph()->mutable_initializer(0);
    weight.clear_float_data();
    weight.set_data_type(type);
    store(weight);
    expect_export(model, Tensor({2}, std::vector<float>{10, 20}), "[2]", expected);
  };
  const auto add = [&](const std::function<void(onnx::TensorProto&)>& store, int type) {
    check(store, type, {11.5f, 18});
  };
  const auto whole = [&](const std::function<void(onnx::TensorProto&)>& store, int type) {
    check(store, type, {11, 18});
  };
  using onnx::TensorProto;
  const auto raw = [](auto... numbers) {
    return [=](TensorProto& weight) {
      std::string bytes;
      (bytes.append(reinterpret_cast<const char*>(&numbers), sizeof(numbers)), ...);
      weight.set_raw_data(bytes);
    };
  };
  add([](TensorProto& w) { w.add_float_data(1.5f), w.add_float_data(-2); }, TensorProto::FLOAT);
  add(raw(1.5f, -2.0f), TensorProto::FLOAT);
  add(raw(1.5, -2.0), TensorProto::DOUBLE);
  add([](TensorProto& w) { w.add_double_data(1.5), w.add_double_data(-2); }, TensorProto::DOUBLE);
  // Half precision: 0x3E00 is 1.5, 0xC000 is -2; bfloat16: 0x3FC0 and 0xC000.
  add(raw(uint16_t{0x3E00}, uint16_t{0xC000}), TensorProto::FLOAT16);
  add([](TensorProto& w) { w.add_int32_data(0x3E00), w.add_int32_data(0xC000); },
      TensorProto::FLOAT16);
  add(raw(uint16_t{0x3FC0}, uint16_t{0xC000}), TensorProto::BFLOAT16);
  whole([](TensorProto& w) { w.add_int64_data(1), w.add_int64_data(-2); }, TensorProto::INT64);
  whole(raw(int64_t{1}, int64_t{-2}), TensorProto::INT64);
  whole([](TensorProto& w) { w.add_int32_data(1), w.add_int32_data(-2); }, TensorProto::INT32);
  whole(raw(int32_t{1}, int32_t{-2}), TensorProto::INT32);
  whole(raw(int8_t{1}, int8_t{-2}), TensorProto::INT8);
  whole(raw(int16_t{1}, int16_t{-2}), TensorProto::INT16);
}

}  // namespace
}  // namespace kintsugi::graph
