#include <algorithm>
#include <numeric>

#include "kintsugi/graph/infer_functions.h"

namespace kintsugi::graph::infer_functions {

Infos gemm(const Operands& in) {
  Shape a = in.shape(0, 2), b = in.shape(1, 2);
  if (in.node.integer("transA", 0)) std::swap(a[0], a[1]);
  if (in.node.integer("transB", 0)) std::swap(b[0], b[1]);
  in.check(may_be_equal({a[1]}, {b[0]}), "inputs are ", to_string(a), " and ", to_string(b),
           ", whose inner extents differ");
  const Shape out = {a[0], b[1]};
  if (in.has(2)) {
    in.check(in.shape(2).size() <= 2 && may_be_equal(broadcast(in, out, in.shape(2)), out),
             "bias is ", to_string(in.shape(2)), " for a result ", to_string(out));
  }
  return {{in[0].type, out, {}, {}}};
}

Infos matmul(const Operands& in) {
  Shape a = in.shape(0), b = in.shape(1);
  in.check(!a.empty() && !b.empty(), "inputs must have extents");
  const bool is_a_vector = a.size() == 1, is_b_vector = b.size() == 1;
  if (is_a_vector) a.insert(a.begin(), 1);
  if (is_b_vector) b.push_back(1);
  in.check(may_be_equal({a.back()}, {b[b.size() - 2]}), "inputs are ", to_string(a), " and ",
           to_string(b), ", whose inner extents differ");
  Shape out = broadcast(in, Shape(a.begin(), a.end() - 2), Shape(b.begin(), b.end() - 2));
  if (!is_a_vector) out.push_back(a[a.size() - 2]);
  if (!is_b_vector) out.push_back(b.back());
  return {{in[0].type, out, {}, {}}};
}

Infos reduce(const Operands& in) {
  const Shape& shape = in.shape(0);
  const std::vector<int64_t> list = in.has(1) ? in.list(1) : in.node.integers("axes");
  std::vector<size_t> axes = in.axes(list, shape.size());
  if (axes.empty()) {
    if (in.node.integer("noop_with_empty_axes", 0)) return {{in[0].type, shape, {}, {}}};
    axes.resize(shape.size());
    std::iota(axes.begin(), axes.end(), 0);
  }
  const bool is_kept = in.node.integer("keepdims", 1) != 0;
  Shape out;
  for (size_t i = 0; i < shape.size(); ++i) {
    const bool is_reduced = std::count(axes.begin(), axes.end(), i) > 0;
    if (!is_reduced || is_kept) out.push_back(is_reduced ? Dim(1) : shape[i]);
  }
  return {{in[0].type, out, {}, {}}};
}

Infos arg_reduce(const Operands& in) {
  Shape out = in.shape(0);
  const size_t axis = in.axis(in.node.integer("axis", 0), out.size());
  in.check(!(out[axis] == Dim(0)), "axis ", axis, " is empty");
  out[axis] = 1;
  if (!in.node.integer("keepdims", 1)) out.erase(out.begin() + axis);
  return {{DataType::kInt64, out, {}, {}}};
}

}  // namespace kintsugi::graph::infer_functions
