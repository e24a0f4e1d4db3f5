#include "kintsugi/graph/infer_functions.h"

namespace kintsugi::graph::infer_functions {
namespace {

Dim broadcast_extent(const Operands& in, const Dim& a, const Dim& b) {
  if (a == b || b == Dim(1)) return a;
  if (a == Dim(1)) return b;
  const Dim difference = a - b;
  in.check(!difference.is_known(), "extents ", a.to_string(), " and ", b.to_string(), " differ");
  if (a.is_known() || b.is_known()) return a.is_known() ? a : b;
  return a.to_string().size() <= b.to_string().size() ? a : b;
}

Shape broadcast_all(const Operands& in) {
  Shape shape = in.shape(0);
  for (size_t i = 1; i < in.count(); ++i) {
    if (in.has(i)) shape = broadcast(in, shape, in.shape(i));
  }
  return shape;
}

}  // namespace

Shape broadcast(const Operands& in, const Shape& a, const Shape& b) {
  const Shape &longer = a.size() >= b.size() ? a : b, &shorter = a.size() >= b.size() ? b : a;
  Shape result = longer;
  const size_t offset = longer.size() - shorter.size();
  for (size_t i = 0; i < shorter.size(); ++i) {
    result[offset + i] = broadcast_extent(in, longer[offset + i], shorter[i]);
  }
  return result;
}

Infos same(const Operands& in) {
  if (in.node.op == "PRelu") {
    in.check(may_be_equal(broadcast(in, in.shape(0), in.shape(1)), in.shape(0)), "slope is ",
             to_string(in.shape(1)), " for an input ", to_string(in.shape(0)));
  } else if (in.node.op == "Clip") {
    for (size_t i = 1; i < in.count(); ++i) {
      in.check(!in.has(i) || num_elements(in.shape(i)) == Dim(1), "limits must be single numbers");
    }
  } else if (in.node.op == "Softmax" || in.node.op == "LogSoftmax") {
    in.axis(in.node.integer("axis", -1), in.shape(0).size());
  }
  return {{in[0].type, in.shape(0), {}, {}}};
}

Infos arithmetic(const Operands& in) {
  const bool is_shift_free = in.node.op != "Pow";  // Pow's exponent may have a type of its own
  for (size_t i = 1; i < in.count() && is_shift_free; ++i) {
    in.check(in[i].type == in[0].type, "inputs are ", name(in[0].type), " and ", name(in[i].type),
             ", expected one type");
  }
  return {{in[0].type, broadcast_all(in), {}, {}}};
}

Infos comparison(const Operands& in) {
  for (size_t i = 1; i < in.count(); ++i) {
    in.check(in[i].type == in[0].type, "inputs are ", name(in[0].type), " and ", name(in[i].type),
             ", expected one type");
  }
  return {{DataType::kBool, broadcast_all(in), {}, {}}};
}

Infos where(const Operands& in) {
  in.check(in[0].type == DataType::kBool, "condition is ", name(in[0].type), ", expected bool");
  in.check(in[1].type == in[2].type, "inputs are ", name(in[1].type), " and ", name(in[2].type),
           ", expected one type");
  return {{in[1].type, broadcast_all(in), {}, {}}};
}

Infos cast(const Operands& in) {
  // ONNX's numbers for the types that this library keeps apart; the reader maps the others.
  constexpr std::pair<int64_t, DataType> kTypes[] = {
      {1, DataType::kFloat32}, {10, DataType::kFloat16}, {16, DataType::kBFloat16},
      {7, DataType::kInt64},   {6, DataType::kInt32},    {2, DataType::kUInt8},
      {9, DataType::kBool}};
  const int64_t to = in.node.integer("to", 0);
  for (const auto& [number, type] : kTypes) {
    if (number == to) return {{type, in.shape(0), {}, {}}};
  }
  in.check(false, "there is no type number ", to, " to cast to");
  return {};
}

Infos dropout(const Operands& in) {
  const bool is_training = in.has(2) && in[2].constant && in.list(2) != std::vector<int64_t>{0};
  in.check(!is_training, "training mode is not for model files");
  return {{in[0].type, in.shape(0), {}, {}}, {DataType::kBool, in.shape(0), {}, {}}};
}

}  // namespace kintsugi::graph::infer_functions
