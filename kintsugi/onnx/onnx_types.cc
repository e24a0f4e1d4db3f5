#include "kintsugi/onnx/onnx_types.h"

#include <cassert>

namespace kintsugi::graph {
namespace {

// ONNX's numbers; where two stand for one of ours, the one that is written comes first.
constexpr std::pair<int32_t, DataType> kTypes[] = {
    {1, DataType::kFloat32}, {10, DataType::kFloat16}, {16, DataType::kBFloat16},
    {7, DataType::kInt64},   {6, DataType::kInt32},    {2, DataType::kUInt8},
    {9, DataType::kBool},    {11, DataType::kFloat32}, {3, DataType::kInt32},
    {4, DataType::kInt32},   {5, DataType::kInt32},    {12, DataType::kInt64},
    {13, DataType::kInt64}};

}  // namespace

int32_t onnx_type(DataType type) {
  for (const auto& [number, known] : kTypes) {
    if (known == type) return number;
  }
  assert(false);
  return 0;
}

std::optional<DataType> type_from_onnx(int64_t type) {
  for (const auto& [number, known] : kTypes) {
    if (number == type) return is_floating(known) ? DataType::kFloat32 : known;
  }
  return {};
}

}  // namespace kintsugi::graph
