#include <algorithm>
#include <cmath>

#include "kintsugi/graph/infer_functions.h"

namespace kintsugi::graph::infer_functions {
namespace {

Shape unknown_shape(const Operands& in, int64_t rank) {
  in.check(rank <= 16, "has rank ", rank, ", expected at most 16");
  Shape shape;
  for (int64_t i = 0; i < rank; ++i) {
    shape.push_back(Dim::symbol("?" + std::to_string(i) + "." + in.node.name));
  }
  return shape;
}

std::vector<int64_t> axes_of(const Operands& in) {
  return in.has(1) ? in.list(1) : in.node.integers("axes");
}

}  // namespace

Infos reshape(const Operands& in) {
  const Shape& shape = in.shape(0);
  if (!in[1].elements) {
    const Shape& rank = in.shape(1, 1);
    in.need(rank[0].is_known(), 1);
    return {{in[0].type, unknown_shape(in, rank[0].value()), {}, {}}};
  }
  Shape out = *in[1].elements;
  const bool is_zero_kept = in.node.integer("allowzero", 0) == 0;
  int free = -1;
  for (size_t i = 0; i < out.size(); ++i) {
    if (out[i] == Dim(0) && is_zero_kept) {
      in.check(i < shape.size(), "the shape ", to_string(out), " keeps an axis that ",
               to_string(shape), " does not have");
      out[i] = shape[i];
    } else if (out[i] == Dim(-1)) {
      in.check(free < 0, "the shape ", to_string(out), " leaves two extents open");
      free = static_cast<int>(i);
    }
    in.check(!out[i].is_known() || out[i].value() >= -1, "the shape ", to_string(out),
             " has a negative extent");
  }
  if (free >= 0) out[free] = 1;
  const Dim total = num_elements(shape), rest = num_elements(out);
  if (free >= 0) {
    const bool is_exact = !total.is_known() || !rest.is_known() ||
                          (rest.value() != 0 && total.value() % rest.value() == 0);
    in.check(is_exact, "cannot reshape ", to_string(shape), " to ", to_string(*in[1].elements));
    out[free] = floor_div(total, rest);
  } else {
    in.check(may_be_equal({total}, {rest}), "cannot reshape ", to_string(shape), " to ",
             to_string(out));
  }
  return {{in[0].type, out, {}, {}}};
}

Infos flatten(const Operands& in) {
  const Shape& shape = in.shape(0);
  const int64_t given = in.node.integer("axis", 1);
  const auto rank = static_cast<int64_t>(shape.size());
  in.check(given >= -rank && given <= rank, "axis ", given, " is not within rank ", rank);
  const size_t axis = given < 0 ? given + rank : given;
  return {{in[0].type,
           {num_elements(Shape(shape.begin(), shape.begin() + axis)),
            num_elements(Shape(shape.begin() + axis, shape.end()))},
           {},
           {}}};
}

Infos squeeze(const Operands& in) {
  const Shape& shape = in.shape(0);
  const bool has_axes = in.has(1) || in.node.find("axes");
  const std::vector<size_t> axes =
      in.axes(has_axes ? axes_of(in) : std::vector<int64_t>{}, shape.size());
  Shape out;
  for (size_t i = 0; i < shape.size(); ++i) {
    const bool is_named = std::count(axes.begin(), axes.end(), i) > 0;
    in.check(!is_named || may_be_equal({shape[i]}, {Dim(1)}), "axis ", i, " of ", to_string(shape),
             " is not 1");
    const bool is_removed = has_axes ? is_named : shape[i] == Dim(1);
    if (!is_removed) out.push_back(shape[i]);
  }
  return {{in[0].type, out, {}, {}}};
}

Infos unsqueeze(const Operands& in) {
  const Shape& shape = in.shape(0);
  const std::vector<int64_t> list = axes_of(in);
  const size_t rank = shape.size() + list.size();
  const std::vector<size_t> axes = in.axes(list, rank);
  Shape out;
  for (size_t i = 0, next = 0; i < rank; ++i) {
    out.push_back(std::count(axes.begin(), axes.end(), i) ? Dim(1) : shape[next++]);
  }
  return {{in[0].type, out, {}, {}}};
}

// Opset 15's start and end are cut to the rank.
static Shape shape_part(const Operands& in) {
  const Shape& shape = in.shape(0);
  const auto rank = static_cast<int64_t>(shape.size());
  const auto bound = [&](const char* attribute, int64_t otherwise) {
    const int64_t at = in.node.integer(attribute, otherwise);
    return std::clamp<int64_t>(at < 0 ? std::max(at, -rank) + rank : at, 0, rank);
  };
  const int64_t start = bound("start", 0), end = bound("end", rank);
  return start < end ? Shape(shape.begin() + start, shape.begin() + end) : Shape();
}

Infos shape(const Operands& in) {
  const Shape part = shape_part(in);
  return {{DataType::kInt64, {static_cast<int64_t>(part.size())}, {}, part}};
}

Infos size(const Operands& in) {
  return {{DataType::kInt64, {}, {}, std::vector<Dim>{num_elements(in.shape(0))}}};
}

Infos constant(const Operands& in) { return {info_of(constant_value(in.node))}; }

Infos constant_of_shape(const Operands& in) {
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

Infos range(const Operands& in) {
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

}  // namespace kintsugi::graph::infer_functions
