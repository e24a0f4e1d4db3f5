#include <algorithm>

#include "kintsugi/graph/families.h"

namespace kintsugi::graph {
namespace {

std::vector<int64_t> axes_of(const Operands& in) {
  return in.has(1) ? in.list(1) : in.node.integers("axes");
}

Infos infer_reshape(const Operands& in) {
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

Infos infer_flatten(const Operands& in) {
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

Infos infer_squeeze(const Operands& in) {
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

Infos infer_unsqueeze(const Operands& in) {
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

constexpr Operator kReshape[] = {
    {"Reshape", 2, 2, infer_reshape, run_identity, Positions::kMixed, same_elements},
    {"Flatten", 1, 1, infer_flatten, run_identity, Positions::kMixed, same_elements},
    {"Squeeze", 1, 2, infer_squeeze, run_identity, Positions::kMixed, same_elements},
    {"Unsqueeze", 1, 2, infer_unsqueeze, run_identity, Positions::kMixed, same_elements},
};

}  // namespace

std::span<const Operator> reshape_operators() { return kReshape; }

}  // namespace kintsugi::graph
