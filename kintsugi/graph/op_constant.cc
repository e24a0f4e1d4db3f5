#include <algorithm>
#include <cmath>

#include "kintsugi/graph/families.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph {
namespace {

// Opset 15's start and end are cut to the rank.
Shape shape_part(const Operands& in) {
  const Shape& shape = in.shape(0);
  const auto rank = static_cast<int64_t>(shape.size());
  const auto bound = [&](const char* attribute, int64_t otherwise) {
    const int64_t at = in.node.integer(attribute, otherwise);
    return std::clamp<int64_t>(at < 0 ? std::max(at, -rank) + rank : at, 0, rank);
  };
  const int64_t start = bound("start", 0), end = bound("end", rank);
  return start < end ? Shape(shape.begin() + start, shape.begin() + end) : Shape();
}

Infos infer_shape(const Operands& in) {
  const Shape part = shape_part(in);
  return {{DataType::kInt64, {static_cast<int64_t>(part.size())}, {}, part}};
}

Infos infer_size(const Operands& in) {
  return {{DataType::kInt64, {}, {}, std::vector<Dim>{num_elements(in.shape(0))}}};
}

Infos infer_constant(const Operands& in) { return {info_of(constant_value(in.node))}; }

Infos infer_constant_of_shape(const Operands& in) {
  const Attribute* attribute = in.node.find("value");
  const Tensor* value = attribute ? std::get_if<Tensor>(attribute) : nullptr;
  in.check(!attribute || (value && value->size() == 1), "value must be a tensor of one element");
  const DataType type = value ? value->type() : DataType::kFloat32;
  if (!in[0].elements) {
    const Shape& rank = in.shape(0, 1);
    in.need(rank[0].is_known(), 0);
    return {{type, unknown_shape(in, rank[0].value()), {}, {}}};
  }
  for (const Dim& extent : *in[0].elements) {
    in.check(!extent.is_known() || extent.value() >= 0, "the shape ", to_string(*in[0].elements),
             " has a negative extent");
  }
  return {{type, *in[0].elements, {}, {}}};
}

Infos infer_range(const Operands& in) {
  for (size_t i = 0; i < 3; ++i) {
    in.check(num_elements(in.shape(i)) == Dim(1), "limits must be single numbers");
  }
  const bool is_counted = in[0].elements && in[1].elements && in[2].elements;
  if (is_counted && (*in[2].elements)[0] == Dim(1)) {
    const Dim count = (*in[1].elements)[0] - (*in[0].elements)[0];
    return {{in[0].type, {count.is_known() && count.value() < 0 ? Dim(0) : count}, {}, {}}};
  }
  if (!in[0].constant || !in[1].constant || !in[2].constant) {
    return {{in[0].type, unknown_shape(in, 1), {}, {}}};
  }
  const auto number = [&](size_t i) -> double {
    if (!is_floating(in[i].type)) return static_cast<double>(in.list(i)[0]);
    return in[i].constant.to(DataType::kFloat32).values<float>()[0];
  };
  in.check(number(2) != 0, "delta is 0");
  const double count = std::max(0.0, std::ceil((number(1) - number(0)) / number(2)));
  in.check(count < 0x1p40, "has ", count, " elements");
  return {{in[0].type, {static_cast<int64_t>(count)}, {}, {}}};
}

std::optional<Elements> filled_elements(const Operands& in, const ValueInfo& output) {
  if (is_floating(output.type)) return {};
  const Attribute* value = in.node.find("value");
  const int64_t fill = std::get<Tensor>(*value).to(DataType::kInt64).values<int64_t>()[0];
  return Elements(num_elements(sizes_of(output.shape)), Dim(fill));
}

Tensors run_shape(const KernelCall& call) {
  // Opset 15's start and end: the inference has cut them, so count from the one that is kept.
  const auto rank = static_cast<int64_t>(call.inputs[0].sizes().size());
  const int64_t given = call.node.integer("start", 0);
  const int64_t start =
      std::clamp<int64_t>(given < 0 ? std::max(given, -rank) + rank : given, 0, rank);
  const auto first = call.inputs[0].sizes().begin() + start;
  return {Tensor(call.output_sizes[0], Sizes(first, first + call.output_sizes[0][0]))};
}

Tensors run_size(const KernelCall& call) { return {Tensor::scalar(call.inputs[0].size())}; }

Tensors run_constant(const KernelCall& call) { return {constant_value(call.node)}; }

Tensors run_constant_of_shape(const KernelCall& call) {
  const Attribute* value = call.node.find("value");
  const Tensor fill = value ? std::get<Tensor>(*value).reshaped({}) : Tensor::scalar(0.0f);
  const Sizes& sizes = call.output_sizes[0];
  const auto wide = fill.to(is_floating(fill.type()) ? DataType::kFloat32 : DataType::kInt64);
  return {picked(wide, sizes, Sizes(sizes.size(), 0))};
}

Tensors run_range(const KernelCall& call) {
  const Tensor &start = call.inputs[0], &delta = call.inputs[2];
  std::vector<float> floats;
  std::vector<int64_t> integers;
  for (int64_t i = 0; i < call.output_sizes[0][0]; ++i) {
    if (call.is_float()) {
      floats.push_back(start.values<float>()[0] + static_cast<float>(i) * delta.values<float>()[0]);
    } else {
      integers.push_back(integers.empty() ? start.values<int64_t>()[0]
                                          : integers.back() + delta.values<int64_t>()[0]);
    }
  }
  if (call.is_float()) return {Tensor(call.output_sizes[0], std::move(floats))};
  return {Tensor(call.output_sizes[0], std::move(integers))};
}

constexpr Operator kConstant[] = {
    {"Constant", 0, 0, infer_constant, run_constant},
    {"ConstantOfShape", 1, 1, infer_constant_of_shape, run_constant_of_shape, Positions::kMixed,
     filled_elements},
    {"Range", 3, 3, infer_range, run_range},
    {"Shape", 1, 1, infer_shape, run_shape, Positions::kSizesOnly},
    {"Size", 1, 1, infer_size, run_size, Positions::kSizesOnly},
};

}  // namespace

std::span<const Operator> constant_operators() { return kConstant; }

}  // namespace kintsugi::graph
