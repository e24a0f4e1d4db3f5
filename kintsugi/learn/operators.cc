#include "kintsugi/learn/operators.h"

#include <map>

#include "kintsugi/error.h"

namespace kintsugi::learn {
namespace {

constexpr int64_t kFewChannels = 4;

std::map<std::string_view, Function> list_functions() {
  std::map<std::string_view, Function> list;
  for (const char* op :
       {"Relu",     "LeakyRelu", "Elu",         "Celu",      "Selu", "Sigmoid",    "Tanh",
        "Softplus", "Softsign",  "HardSigmoid", "HardSwish", "Erf",  "Abs",        "Neg",
        "Exp",      "Log",       "Sqrt",        "Sin",       "Cos",  "Reciprocal", "Floor",
        "Ceil",     "Round",     "Sign",        "Not"}) {
    list[op] = functions::unary;
  }
  for (const char* op : {"Add", "Sub", "Mul", "Div", "Pow", "Mod", "And", "Or", "Xor", "Min", "Max",
                         "Sum", "Mean"}) {
    list[op] = functions::binary;
  }
  for (const char* op : {"Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"}) {
    list[op] = functions::compare;
  }
  for (const char* op :
       {"ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2",
        "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp"}) {
    list[op] = functions::reduce;
  }
  const std::pair<const char*, Function> others[] = {
      {"Clip", functions::clip},
      {"PRelu", functions::prelu},
      {"Where", functions::where},
      {"Softmax", functions::softmax},
      {"LogSoftmax", functions::softmax},
      {"Cast", functions::cast},
      {"Identity", functions::identity},
      {"Dropout", functions::dropout},
      {"Conv", functions::conv},
      {"ConvTranspose", functions::conv_transpose},
      {"MaxPool", functions::pool},
      {"AveragePool", functions::pool},
      {"GlobalAveragePool", functions::global_pool},
      {"GlobalMaxPool", functions::global_pool},
      {"BatchNormalization", functions::batch_norm},
      {"InstanceNormalization", functions::instance_norm},
      {"LayerNormalization", functions::layer_norm},
      {"Gemm", functions::gemm},
      {"MatMul", functions::matmul},
      {"Concat", functions::concat},
      {"Split", functions::split},
      {"Slice", functions::slice},
      {"Gather", functions::gather},
      {"Transpose", functions::transpose},
      {"Expand", functions::expand},
      {"Tile", functions::tile},
      {"DepthToSpace", functions::depth_to_space},
      {"SpaceToDepth", functions::space_to_depth},
      {"Reshape", functions::reshape},
      {"Flatten", functions::flatten},
      {"Squeeze", functions::squeeze},
      {"Unsqueeze", functions::unsqueeze},
      {"Shape", functions::shape},
      {"Size", functions::size},
      {"Pad", functions::pad},
      {"Resize", functions::resize},
  };
  list.insert(std::begin(others), std::end(others));
  return list;
}

}  // namespace

std::vector<int64_t> Call::list(size_t index) const {
  const torch::Tensor flat = inputs.at(index).to(torch::kCPU, torch::kInt64).contiguous();
  const auto* first = flat.data_ptr<int64_t>();
  return {first, first + flat.numel()};
}

double Call::number(size_t index) const {
  const torch::Tensor& x = inputs.at(index);
  check(x.numel() == 1, graph::describe(node), ": input ", index, " has ", x.numel(),
        " elements, expected 1");
  return x.item<double>();
}

torch::Tensor Call::low(const torch::Tensor& x) const {
  const bool is_low = pass.precision == Precision::kBf16 && x.defined();
  return is_low ? x.to(torch::kBFloat16) : x;
}

torch::Tensor Call::result(const torch::Tensor& x, int64_t channels) const {
  return channels <= kFewChannels ? widened(x) : x;
}

torch::Tensor widened(const torch::Tensor& x) {
  return x.scalar_type() == torch::kBFloat16 ? x.to(torch::kFloat32) : x;
}

Function find_function(std::string_view op) {
  static const std::map<std::string_view, Function> list = list_functions();
  const auto found = list.find(op);
  return found == list.end() ? nullptr : found->second;
}

}  // namespace kintsugi::learn
