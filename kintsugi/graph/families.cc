#include "kintsugi/graph/families.h"

#include <cmath>

namespace kintsugi::graph {

static Dim broadcast_extent(const Operands& in, const Dim& a, const Dim& b) {
  if (a == b || b == Dim(1)) return a;
  if (a == Dim(1)) return b;
  const Dim difference = a - b;
  in.check(!difference.is_known(), "extents ", a.to_string(), " and ", b.to_string(), " differ");
  if (a.is_known() || b.is_known()) return a.is_known() ? a : b;
  return a.to_string().size() <= b.to_string().size() ? a : b;
}

Shape broadcast(const Operands& in, const Shape& a, const Shape& b) {
  const Shape &longer = a.size() >= b.size() ? a : b, &shorter = a.size() >= b.size() ? b : a;
  Shape result = longer;
  const size_t offset = longer.size() - shorter.size();
  for (size_t i = 0; i < shorter.size(); ++i) {
    result[offset + i] = broadcast_extent(in, longer[offset + i], shorter[i]);
  }
  return result;
}

Shape broadcast_shape(const Operands& in) {
  Shape shape = in.shape(0);
  for (size_t i = 1; i < in.count(); ++i) {
    if (in.has(i)) shape = broadcast(in, shape, in.shape(i));
  }
  return shape;
}

Shape unknown_shape(const Operands& in, int64_t rank) {
  in.check(rank <= 16, "has rank ", rank, ", expected at most 16");
  Shape shape;
  for (int64_t i = 0; i < rank; ++i) {
    shape.push_back(Dim::symbol("?" + std::to_string(i) + "." + in.node.name));
  }
  return shape;
}

Infos infer_same(const Operands& in) { return {{in[0].type, in.shape(0), {}, {}}}; }

std::optional<Elements> elements_of(const ValueInfo& info) {
  if (info.elements || !info.constant || info.constant.size() > 64) return info.elements;
  const Tensor floats = info.constant.to(DataType::kFloat32);
  Elements elements;
  for (const float value : floats.values<float>()) {
    if (value != std::floor(value) || std::fabs(value) > 0x1p40f) return {};
    elements.push_back(static_cast<int64_t>(value));
  }
  return elements;
}

std::optional<Elements> same_elements(const Operands& in, const ValueInfo& output) {
  if (output.type == DataType::kBool) return {};
  return elements_of(in[0]);
}

Tensors run_identity(const KernelCall& call) {
  return {call.inputs[0].reshaped(call.output_sizes[0])};
}

}  // namespace kintsugi::graph
