#include "kintsugi/graph/operators.h"

#include <map>

#include "kintsugi/graph/infer_functions.h"
#include "kintsugi/graph/kernels.h"

namespace kintsugi::graph {
namespace {

namespace shapes = infer_functions;
constexpr size_t kAny = 1000;  // inputs of Concat and its like

std::vector<Operator> list_operators() {
  std::vector<Operator> list;
  for (const char* name :
       {"Relu",     "LeakyRelu", "Elu",         "Celu",      "Selu", "Sigmoid",    "Tanh",
        "Softplus", "Softsign",  "HardSigmoid", "HardSwish", "Erf",  "Abs",        "Neg",
        "Exp",      "Log",       "Sqrt",        "Sin",       "Cos",  "Reciprocal", "Floor",
        "Ceil",     "Round",     "Sign",        "Not"}) {
    list.push_back({name, 1, 1, shapes::same, kernels::unary});
  }
  for (const char* name : {"Add", "Sub", "Mul", "Div", "Pow", "Mod", "And", "Or", "Xor"}) {
    list.push_back({name, 2, 2, shapes::arithmetic, kernels::binary});
  }
  for (const char* name : {"Min", "Max", "Sum"}) {
    list.push_back({name, 1, kAny, shapes::arithmetic, kernels::binary});
  }
  for (const char* name : {"Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"}) {
    list.push_back({name, 2, 2, shapes::comparison, kernels::binary});
  }
  for (const char* name :
       {"ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2",
        "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp"}) {
    list.push_back({name, 1, 2, shapes::reduce, kernels::reduce});
  }
  const Operator others[] = {
      {"Mean", 1, kAny, shapes::arithmetic, kernels::mean},
      {"PRelu", 2, 2, shapes::same, kernels::prelu},
      {"Clip", 1, 3, shapes::same, kernels::clip},
      {"Softmax", 1, 1, shapes::same, kernels::softmax},
      {"LogSoftmax", 1, 1, shapes::same, kernels::softmax},
      {"Where", 3, 3, shapes::where, kernels::where},
      {"Cast", 1, 1, shapes::cast, kernels::identity},
      {"Identity", 1, 1, shapes::same, kernels::identity},
      {"Dropout", 1, 3, shapes::dropout, kernels::dropout},
      {"Conv", 2, 3, shapes::conv, kernels::conv},
      {"ConvTranspose", 2, 3, shapes::conv_transpose, kernels::conv_transpose},
      {"MaxPool", 1, 1, shapes::pool, kernels::pool},
      {"AveragePool", 1, 1, shapes::pool, kernels::pool},
      {"GlobalAveragePool", 1, 1, shapes::global_pool, kernels::global_pool},
      {"GlobalMaxPool", 1, 1, shapes::global_pool, kernels::global_pool},
      {"BatchNormalization", 5, 5, shapes::normalization, kernels::batch_norm},
      {"InstanceNormalization", 3, 3, shapes::normalization, kernels::instance_norm},
      {"LayerNormalization", 2, 3, shapes::normalization, kernels::layer_norm},
      {"Gemm", 2, 3, shapes::gemm, kernels::gemm},
      {"MatMul", 2, 2, shapes::matmul, kernels::matmul},
      {"ArgMax", 1, 1, shapes::arg_reduce, kernels::arg_reduce},
      {"ArgMin", 1, 1, shapes::arg_reduce, kernels::arg_reduce},
      {"Concat", 1, kAny, shapes::concat, kernels::concat},
      {"Split", 1, 2, shapes::split, kernels::split},
      {"Slice", 3, 5, shapes::slice, kernels::slice},
      {"Gather", 2, 2, shapes::gather, kernels::gather},
      {"Transpose", 1, 1, shapes::transpose, kernels::transpose},
      {"Expand", 2, 2, shapes::expand, kernels::expand},
      {"Tile", 2, 2, shapes::tile, kernels::tile},
      {"DepthToSpace", 1, 1, shapes::depth_to_space, kernels::depth_to_space},
      {"SpaceToDepth", 1, 1, shapes::space_to_depth, kernels::space_to_depth},
      {"Reshape", 2, 2, shapes::reshape, kernels::identity},
      {"Flatten", 1, 1, shapes::flatten, kernels::identity},
      {"Squeeze", 1, 2, shapes::squeeze, kernels::identity},
      {"Unsqueeze", 1, 2, shapes::unsqueeze, kernels::identity},
      {"Shape", 1, 1, shapes::shape, kernels::shape},
      {"Size", 1, 1, shapes::size, kernels::size},
      {"Constant", 0, 0, shapes::constant, kernels::constant},
      {"ConstantOfShape", 1, 1, shapes::constant_of_shape, kernels::constant_of_shape},
      {"Range", 3, 3, shapes::range, kernels::range},
      {"Pad", 2, 4, shapes::pad, kernels::pad},
      {"Resize", 1, 4, shapes::resize, kernels::resize},
  };
  list.insert(list.end(), std::begin(others), std::end(others));
  return list;
}

}  // namespace

const std::vector<Operator>& all_operators() {
  static const std::vector<Operator> list = list_operators();
  return list;
}

const Operator* find_operator(std::string_view name) {
  static const auto by_name = [] {
    std::map<std::string_view, const Operator*> map;
    for (const Operator& one : all_operators()) map[one.name] = &one;
    return map;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

}  // namespace kintsugi::graph
