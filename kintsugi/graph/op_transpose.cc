#include <numeric>

#include "kintsugi/graph/families.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph {
namespace {

Infos infer_transpose(const Operands& in) {
  const Shape& shape = in.shape(0);
  std::vector<int64_t> reversed(shape.size());
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  const std::vector<size_t> order = in.axes(in.node.integers("perm", reversed), shape.size());
  in.check(order.size() == shape.size(), "perm has ", order.size(), " axes for an input ",
           to_string(shape));
  Shape out;
  for (const size_t axis : order) out.push_back(shape[axis]);
  return {{in[0].type, out, {}, {}}};
}

Infos infer_expand(const Operands& in) {
  // Both ways: the input may have extents where the wanted shape has 1.
  in.need(in[1].elements.has_value(), 1);
  return {{in[0].type, broadcast(in, in.shape(0), *in[1].elements), {}, {}}};
}

Infos infer_tile(const Operands& in) {
  Shape out = in.shape(0);
  in.need(in[1].elements.has_value(), 1);
  in.check(in[1].elements->size() == out.size(), "has ", in[1].elements->size(),
           " repeats for an input ", to_string(out));
  for (size_t i = 0; i < out.size(); ++i) out[i] = out[i] * (*in[1].elements)[i];
  return {{in[0].type, out, {}, {}}};
}

Infos infer_depth_to_space(const Operands& in) {
  Shape out = in.shape(0, 4);
  const int64_t block = in.node.integer("blocksize", 0);
  in.check(block > 0 && block < 1 << 15, "blocksize is ", block);
  const std::string mode = in.node.text("mode", "DCR");
  in.check(mode == "DCR" || mode == "CRD", "there is no mode '", mode, "'");
  in.check(!out[1].is_known() || out[1].value() % (block * block) == 0, "input is ", to_string(out),
           ", expected channels that ", block * block, " divides");
  out = {out[0], floor_div(out[1], block * block), out[2] * Dim(block), out[3] * Dim(block)};
  return {{in[0].type, out, {}, {}}};
}

Infos infer_space_to_depth(const Operands& in) {
  const Shape& shape = in.shape(0, 4);
  const int64_t block = in.node.integer("blocksize", 0);
  in.check(block > 0 && block < 1 << 15, "blocksize is ", block);
  for (const size_t axis : {2, 3}) {
    in.check(!shape[axis].is_known() || shape[axis].value() % block == 0, "input is ",
             to_string(shape), ", expected extents that ", block, " divides");
  }
  return {{in[0].type,
           {shape[0], shape[1] * Dim(block * block), floor_div(shape[2], block),
            floor_div(shape[3], block)},
           {},
           {}}};
}

// Reads [.., a, b, ..] through a reshape to `split`, a permutation, and a reshape to `sizes`.
Tensor permuted(const Tensor& x, const Sizes& split, const std::vector<int>& order,
                const Sizes& sizes) {
  const Sizes dense = strides_of(split);
  Sizes wide, strides;
  for (const int axis : order) {
    wide.push_back(split[axis]);
    strides.push_back(dense[axis]);
  }
  return picked(x, wide, strides).reshaped(sizes);
}

Tensors run_transpose(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  std::vector<int64_t> reversed(x.sizes().size());
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  const Sizes dense = strides_of(x.sizes());
  Sizes strides;
  for (const int64_t axis : call.node.integers("perm", reversed)) {
    strides.push_back(dense[axis < 0 ? axis + dense.size() : axis]);
  }
  return {picked(x, call.output_sizes[0], strides)};
}

Tensors run_expand(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  return {picked(x, call.output_sizes[0], broadcast_strides(x.sizes(), call.output_sizes[0]))};
}

Tensors run_tile(const KernelCall& call) {
  // [a, b] repeated [r, s] times is [r, a, s, b] with strides of 0 along r and s.
  const Tensor& x = call.inputs[0];
  const Sizes dense = strides_of(x.sizes());
  const auto repeats = call.inputs[1].values<int64_t>();
  Sizes wide, strides;
  for (size_t i = 0; i < dense.size(); ++i) {
    wide.insert(wide.end(), {repeats[i], x.sizes()[i]});
    strides.insert(strides.end(), {0, dense[i]});
  }
  return {picked(x, wide, strides).reshaped(call.output_sizes[0])};
}

Tensors run_depth_to_space(const KernelCall& call) {
  const Sizes &in = call.inputs[0].sizes(), &out = call.output_sizes[0];
  const int64_t b = call.node.integer("blocksize", 1);
  if (call.node.text("mode", "DCR") == "CRD") {
    return {permuted(call.inputs[0], {in[0], out[1], b, b, in[2], in[3]}, {0, 1, 4, 2, 5, 3}, out)};
  }
  return {permuted(call.inputs[0], {in[0], b, b, out[1], in[2], in[3]}, {0, 3, 4, 1, 5, 2}, out)};
}

Tensors run_space_to_depth(const KernelCall& call) {
  const Sizes &in = call.inputs[0].sizes(), &out = call.output_sizes[0];
  const int64_t b = call.node.integer("blocksize", 1);
  return {permuted(call.inputs[0], {in[0], in[1], out[2], b, out[3], b}, {0, 3, 5, 1, 2, 4}, out)};
}

constexpr Operator kTranspose[] = {
    {"Transpose", 1, 1, infer_transpose, run_transpose},
    {"Expand", 2, 2, infer_expand, run_expand},
    {"Tile", 2, 2, infer_tile, run_tile},
    {"DepthToSpace", 1, 1, infer_depth_to_space, run_depth_to_space},
    {"SpaceToDepth", 1, 1, infer_space_to_depth, run_space_to_depth},
};

}  // namespace

std::span<const Operator> transpose_operators() { return kTranspose; }

}  // namespace kintsugi::graph
