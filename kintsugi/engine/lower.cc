#include "kintsugi/engine/lower.h"

namespace kintsugi::engine {

Lowering find_lowering(std::string_view op) {
  static const std::map<std::string_view, Lowering> others = {
      {"BatchNormalization", lower_pointwise},
      {"Concat", lower_concat},
      {"Conv", lower_conv},
      {"ConvTranspose", lower_conv_transpose},
      {"DepthToSpace", lower_depth_to_space},
      {"Dropout", lower_view},
      {"Expand", lower_expand},
      {"Flatten", lower_view},
      {"Gemm", lower_gemm},
      {"Identity", lower_view},
      {"InstanceNormalization", lower_instance_norm},
      {"MatMul", lower_matmul},
      {"Pad", lower_pad},
      {"Reshape", lower_view},
      {"Resize", lower_resize},
      {"Slice", lower_slice},
      {"Softmax", lower_softmax},
      {"SpaceToDepth", lower_depth_to_space},
      {"Split", lower_split},
      {"Squeeze", lower_view},
      {"Tile", lower_expand},
      {"Transpose", lower_transpose},
      {"Unsqueeze", lower_view},
      {"AveragePool", lower_pool},
      {"MaxPool", lower_pool},
      {"GlobalAveragePool", lower_reduce},
      {"GlobalMaxPool", lower_reduce},
  };
  if (const auto found = others.find(op); found != others.end()) return found->second;
  return op.starts_with("Reduce") ? lower_reduce : lower_pointwise;
}

}  // namespace kintsugi::engine
