#include <limits>

#include "onnx/text_model.h"

// Numbers by hand from ONNX's formulas; exponentials from a table of e^x.
namespace kintsugi::graph {
namespace {

// y = <op>(x) for x = -2, -0.5, 0, 1, 3.
void expect_unary(const std::string& op, const std::vector<float>& expected, int64_t opset = 17) {
  expect_result("(float[5] x = {-2.0, -0.5, 0.0, 1.0, 3.0}) => (float[5] y) { y = " + op + "(x) }",
                expected, opset);
}

TEST(ElementwiseTest, Activations) {
  expect_unary("Relu", {0, 0, 0, 1, 3});
  expect_unary("LeakyRelu", {-0.02f, -0.005f, 0, 1, 3});
  expect_unary("LeakyRelu<alpha = 0.2>", {-0.4f, -0.1f, 0, 1, 3});
  expect_unary("Elu", {-0.86466472f, -0.39346934f, 0, 1, 3});
  expect_unary("Elu<alpha = 2.0>", {-1.72932943f, -0.78693868f, 0, 1, 3});
  expect_unary("Celu<alpha = 2.0>", {-1.26424112f, -0.44239843f, 0, 1, 3});
  expect_unary("Selu", {-1.5201665f, -0.6917582f, 0, 1.05070099f, 3.15210296f});
  expect_unary("Selu<alpha = 2.0, gamma = 0.5>", {-0.86466472f, -0.39346934f, 0, 0.5f, 1.5f});
  expect_unary("Sigmoid", {0.11920292f, 0.37754067f, 0.5f, 0.73105858f, 0.95257413f});
  expect_unary("Tanh", {-0.96402758f, -0.46211716f, 0, 0.76159416f, 0.99505475f});
  expect_unary("Softplus", {0.12692801f, 0.47407698f, 0.69314718f, 1.31326169f, 3.04858735f});
  expect_unary("Softsign", {-2 / 3.0f, -1 / 3.0f, 0, 0.5f, 0.75f});
  expect_unary("HardSigmoid", {0.1f, 0.4f, 0.5f, 0.7f, 1});
  expect_unary("HardSigmoid<alpha = 0.5, beta = 0.6>", {0, 0.35f, 0.6f, 1, 1});
  expect_unary("HardSwish", {-1 / 3.0f, -5 / 24.0f, 0, 2 / 3.0f, 3});
  expect_unary("Erf", {-0.99532227f, -0.52049988f, 0, 0.84270079f, 0.99997791f});
}

TEST(ElementwiseTest, ActivationsThatAreTakenApart) {
  // x * (1 + erf(x / sqrt(2))) / 2, its approximation by tanh, and x * tanh(softplus(x)).
  expect_unary("Gelu", {-0.04550026f, -0.15426877f, 0, 0.84134475f, 2.99595031f}, 20);
  expect_unary("Gelu<approximate = \"tanh\">",
               {-0.04540231f, -0.15428599f, 0, 0.84119199f, 2.99636261f}, 20);
  expect_unary("Mish", {-0.25250148f, -0.22074393f, 0, 0.86509839f, 2.98653500f}, 18);
}

TEST(ElementwiseTest, Functions) {
  expect_unary("Abs", {2, 0.5f, 0, 1, 3});
  expect_unary("Neg", {2, 0.5f, 0, -1, -3});
  expect_unary("Sign", {-1, -1, 0, 1, 1});
  expect_unary("Exp", {0.13533528f, 0.60653066f, 1, 2.71828183f, 20.0855369f});
  expect_unary("Sin", {-0.90929743f, -0.47942554f, 0, 0.84147098f, 0.14112001f});
  expect_unary("Cos", {-0.41614684f, 0.87758256f, 1, 0.54030231f, -0.9899925f});
  expect_unary("Floor", {-2, -1, 0, 1, 3});
  expect_unary("Ceil", {-2, 0, 0, 1, 3});
  expect_unary("Identity", {-2, -0.5f, 0, 1, 3});
  const float infinity = std::numeric_limits<float>::infinity();
  expect_unary("Reciprocal", {-0.5f, -2, infinity, 1, 1 / 3.0f});
  expect_result("(float[3] x = {0.0, 4.0, 2.25}) => (float[3] y) { y = Sqrt(x) }", {0, 2, 1.5f});
  expect_result("(float[3] x = {1.0, 2.7182817, 0.0}) => (float[3] y) { y = Log(x) }",
                {0, 1, -infinity});
}

TEST(ElementwiseTest, RoundGoesToTheEvenNeighbour) {
  expect_result("(float[5] x = {-1.5, -0.5, 0.5, 1.5, 2.5}) => (float[5] y) { y = Round(x) }",
                {-2, 0, 0, 2, 2});
}

TEST(ElementwiseTest, ArithmeticBroadcasts) {
  const auto table = [](const std::string& op, const std::vector<float>& expected) {
    expect_result("(float[2,1] a = {8, -4}, float[3] b = {1, 2, 4}) => (float[2,3] y) { y = " + op +
                      "(a, b) }",
                  expected);
  };
  table("Add", {9, 10, 12, -3, -2, 0});
  table("Sub", {7, 6, 4, -5, -6, -8});
  table("Mul", {8, 16, 32, -4, -8, -16});
  table("Div", {8, 4, 2, -4, -2, -1});
  table("Pow", {8, 64, 4096, -4, 16, 256});
  table("Min", {1, 2, 4, -4, -4, -4});
  table("Max", {8, 8, 8, 1, 2, 4});
  table("Sum", {9, 10, 12, -3, -2, 0});
  table("Mean", {4.5f, 5, 6, -1.5f, -1, 0});
  expect_result("(float x = {2}, float[1,1,2] b = {1, 2}) => (float[1,1,2] y) { y = Mul(x, b) }",
                {2, 4});
}

TEST(ElementwiseTest, SomeTakeAnyNumberOfInputs) {
  const std::string inputs =
      "(float[2] a = {1, 5}, float[1] b = {3}, float[2,1] c = {2, 9}) => (float[2,2] y) ";
  expect_result(inputs + "{ y = Max(a, b, c) }", {3, 5, 9, 9});
  expect_result(inputs + "{ y = Min(a, b, c) }", {1, 2, 1, 3});
  expect_result(inputs + "{ y = Sum(a, b, c) }", {6, 10, 13, 17});
  expect_result(inputs + "{ y = Mean(a, b, c) }", {2, 10 / 3.0f, 13 / 3.0f, 17 / 3.0f});
  expect_result("(float[2] a = {1, 5}) => (float[2] y) { y = Max(a) }", {1, 5});
}

TEST(ElementwiseTest, IntegersAreComputedAsIntegers) {
  const auto table = [](const std::string& op, const std::vector<float>& expected) {
    expect_result(
        "(int64[4] a = {7, -7, 7, -7}, int64[4] b = {2, 2, -2, -2}) => (int64[4] y) "
        "{ y = " +
            op + "(a, b) }",
        expected);
  };
  table("Add", {9, -5, 5, -9});
  table("Sub", {5, -9, 9, -5});
  table("Mul", {14, -14, -14, 14});
  table("Div", {3, -3, -3, 3});            // towards zero
  table("Mod", {1, 1, -1, -1});            // the divisor's sign
  table("Mod<fmod = 1>", {1, -1, 1, -1});  // the dividend's
  table("Min", {2, -7, -2, -7});
  table("Max", {7, 2, 7, -2});
  // 2^53 + 1 has no neighbour among floats.
  onnx::ModelProto model = model_from_text(
      "(int64[1] a = {9007199254740993}) => (int64[1] y) <int64[1] b = {2}> { y = Add(a, b) }", 17);
  const auto inputs = take_inputs(model);
  EXPECT_EQ(run_reference(read_model(model), inputs).at("y").values<int64_t>()[0],
            9007199254740995);
}

TEST(ElementwiseTest, FloatModTakesTheDividendsSign) {
  expect_result(
      "(float[2] a = {7.5, -7.5}, float[1] b = {2}) => (float[2] y) "
      "{ y = Mod<fmod = 1>(a, b) }",
      {1.5f, -1.5f});
}

TEST(ElementwiseTest, ComparisonsAndLogic) {
  const auto compare = [](const std::string& op, const std::vector<float>& expected) {
    expect_result(
        "(float[3] a = {1, 2, 3}, float[1] b = {2}) => (bool[3] y) { y = " + op + "(a, b) }",
        expected);
  };
  compare("Equal", {0, 1, 0});
  compare("Less", {1, 0, 0});
  compare("LessOrEqual", {1, 1, 0});
  compare("Greater", {0, 0, 1});
  compare("GreaterOrEqual", {0, 1, 1});
  const auto logic = [](const std::string& op, const std::vector<float>& expected) {
    expect_result(
        "(bool[2,1] a = {0, 1}, bool[2] b = {0, 1}) => (bool[2,2] y) { y = " + op + "(a, b) }",
        expected);
  };
  logic("And", {0, 0, 0, 1});
  logic("Or", {0, 1, 1, 1});
  logic("Xor", {0, 1, 1, 0});
  expect_result("(bool[2] a = {0, 1}) => (bool[2] y) { y = Not(a) }", {1, 0});
}

TEST(ElementwiseTest, WhereBroadcastsAllThree) {
  expect_result(
      "(bool[2,1] c = {1, 0}, float[2] a = {1, 2}, float b = {9}) => (float[2,2] y) "
      "{ y = Where(c, a, b) }",
      {1, 2, 9, 9});
  expect_result(
      "(bool[2] c = {1, 0}, int64[2] a = {1, 2}, int64[2] b = {8, 9}) => (int64[2] y) "
      "{ y = Where(c, a, b) }",
      {1, 9});
}

TEST(ElementwiseTest, CastCutsFractionsOff) {
  const std::string x = "(float[4] x = {-1.75, 0.0, 0.1, 2.5}) => ";
  expect_result(x + "(int64[4] y) { y = Cast<to = 7>(x) }", {-1, 0, 0, 2});
  expect_result(x + "(int32[4] y) { y = Cast<to = 6>(x) }", {-1, 0, 0, 2});
  expect_result(x + "(bool[4] y) { y = Cast<to = 9>(x) }", {1, 0, 1, 1});
  // Half precision is read as float: nothing is rounded.
  expect_result(x + "(float16[4] y) { y = Cast<to = 10>(x) }", {-1.75f, 0, 0.1f, 2.5f});
  expect_result("(bool[2] x = {1, 0}) => (float[2] y) { y = Cast<to = 1>(x) }", {1, 0});
  expect_result("(uint8[2] x = {0, 255}) => (float[2] y) { y = Cast<to = 1>(x) }", {0, 255});
}

TEST(ElementwiseTest, ClipLimits) {
  const std::string x = "(float[3] x = {-2, 0.5, 3}) => (float[3] y) ";
  expect_result(x + "<float low = {-1}, float high = {1}> { y = Clip(x, low, high) }",
                {-1, 0.5f, 1});
  expect_result(x + "<float low = {0}> { y = Clip(x, low) }", {0, 0.5f, 3});
  expect_result(x + "<float high = {0}> { y = Clip(x, , high) }", {-2, 0, 0});
  expect_result(x + "{ y = Clip(x) }", {-2, 0.5f, 3});
  expect_result(x + "{ y = Clip<min = 0.0, max = 6.0>(x) }", {0, 0.5f, 3}, 9);  // ReLU6
  expect_result(x + "{ y = Clip<max = 0.25>(x) }", {-2, 0.25f, 0.25f}, 10);
  expect_result(
      "(int64[3] x = {-2, 1, 3}) => (int64[3] y) <int64 low = {0}, int64 high = {2}> "
      "{ y = Clip(x, low, high) }",
      {0, 1, 2});
}

TEST(ElementwiseTest, PReluBroadcastsItsSlope) {
  const std::string x = "(float[1,2,1,2] x = {-1, 2, -3, -4}) => (float[1,2,1,2] y) ";
  expect_result(x + "<float[2,1,1] slope = {0.5, 2}> { y = PRelu(x, slope) }", {-0.5f, 2, -6, -8});
  expect_result(x + "<float[1] slope = {0.5}> { y = PRelu(x, slope) }", {-0.5f, 2, -1.5f, -2});
  expect_result(x + "<float[1,2] slope = {0.5, 2}> { y = PRelu(x, slope) }", {-0.5f, 2, -1.5f, -8});
  expect_error(
      "(float[1,2] x) => (float[3,2] y) <float[3,1] slope = {1, 2, 3}> "
      "{ y = PRelu(x, slope) }",
      "PRelu node 'PRelu_0'");
}

TEST(ElementwiseTest, SoftmaxOverOneAxis) {
  // ln 1, ln 3, ln 2, ln 2: shares of 1/4, 3/4, 1/2, 1/2 in rows, of 1/3, 3/5, .. in columns.
  const std::string x =
      "(float[2,2] x = {0.0, 1.0986123, 0.6931472, 0.6931472}) => (float[2,2] y) ";
  expect_result(x + "{ y = Softmax(x) }", {0.25f, 0.75f, 0.5f, 0.5f});
  expect_result(x + "{ y = Softmax<axis = 0>(x) }", {1 / 3.0f, 0.6f, 2 / 3.0f, 0.4f});
  expect_result(x + "{ y = Softmax<axis = -2>(x) }", {1 / 3.0f, 0.6f, 2 / 3.0f, 0.4f});
  expect_result(x + "{ y = LogSoftmax(x) }",
                {-1.38629436f, -0.28768207f, -0.69314718f, -0.69314718f});
  expect_result("(float[2] x = {1000, 1000}) => (float[2] y) { y = Softmax(x) }", {0.5f, 0.5f});
}

TEST(ElementwiseTest, SoftmaxBeforeOpset13JoinsAxes) {
  // Axis 1 and all after it are one: 1, 3, 2, 2 parts of 8.
  const std::string x =
      "(float[1,2,2] x = {0.0, 1.0986123, 0.6931472, 0.6931472}) => (float[1,2,2] y) ";
  expect_result(x + "{ y = Softmax(x) }", {0.125f, 0.375f, 0.25f, 0.25f}, 12);
  expect_result(x + "{ y = Softmax<axis = 1>(x) }", {0.125f, 0.375f, 0.25f, 0.25f}, 9);
  expect_result(x + "{ y = Softmax<axis = 2>(x) }", {0.25f, 0.75f, 0.5f, 0.5f}, 11);
  expect_result(x + "{ y = Softmax<axis = 2>(x) }", {0.25f, 0.75f, 0.5f, 0.5f}, 13);
  expect_result(x + "{ y = LogSoftmax(x) }",
                {-2.07944154f, -0.98082925f, -1.38629436f, -1.38629436f}, 11);
}

TEST(ElementwiseTest, DropoutIsOffAndItsMaskKeepsAll) {
  const std::string x = "(float[3] x = {1, 2, 3}) => (float[3] y) ";
  expect_result(x + "{ y = Dropout<ratio = 0.5>(x) }", {1, 2, 3}, 10);
  expect_result(x + "<float ratio = {0.5}> { y = Dropout(x, ratio) }", {1, 2, 3});
  expect_result(
      x + "<float ratio = {0.5}, bool training = {0}> { y = Dropout(x, ratio, training) }",
      {1, 2, 3});
  expect_results("(float[2] x = {1, 0}) => (float[2] y, bool[2] mask) { y, mask = Dropout(x) }",
                 {{1, 0}, {1, 1}});
  expect_error(x + "<float ratio = {0.5}, bool training = {1}> { y = Dropout(x, ratio, training) }",
               "training mode");
}

TEST(ElementwiseTest, TypesThatDoNotFitAreErrors) {
  expect_error("(float[2] a, int64[2] b) => (float[2] y) { y = Add(a, b) }",
               "Add node 'Add_0': inputs are f32 and i64, expected one type");
  expect_error("(float[2] a, int64[2] b) => (bool[2] y) { y = Less(a, b) }", "expected one type");
  expect_error("(float[2] a, float[2] b) => (float[2] y) { y = Where(a, a, b) }", "expected bool");
  expect_error("(float[2] a, float[3] b) => (float[3] y) { y = Mul(a, b) }",
               "Mul node 'Mul_0': extents 2 and 3 differ");
}

}  // namespace
}  // namespace kintsugi::graph
