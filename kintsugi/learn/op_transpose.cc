#include <algorithm>
#include <numeric>

#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

Tensors transpose(const Call& call) {
  std::vector<int64_t> reversed(static_cast<size_t>(call[0].dim()));
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  return {call[0].permute(call.node.integers("perm", reversed))};
}

Tensors expand(const Call& call) {
  Sizes wide = call.list(1), sizes = call[0].sizes().vec();
  const size_t rank = std::max(wide.size(), sizes.size());
  wide.insert(wide.begin(), rank - wide.size(), 1);  // 1: as many as there are
  sizes.insert(sizes.begin(), rank - sizes.size(), 1);
  for (size_t i = 0; i < rank; ++i) wide[i] = wide[i] == 1 ? sizes[i] : wide[i];
  return {call[0].expand(wide)};
}

Tensors tile(const Call& call) { return {call[0].repeat(call.list(1))}; }

Tensors depth_to_space(const Call& call) {
  const Sizes in = call[0].sizes().vec();
  const int64_t b = call.node.integer("blocksize", 1), channels = in[1] / (b * b);
  const bool is_crd = call.node.text("mode", "DCR") == "CRD";
  const Tensor x = is_crd ? call[0].reshape({in[0], channels, b, b, in[2], in[3]})
                          : call[0].reshape({in[0], b, b, channels, in[2], in[3]});
  const std::vector<int64_t> order =
      is_crd ? std::vector<int64_t>{0, 1, 4, 2, 5, 3} : std::vector<int64_t>{0, 3, 4, 1, 5, 2};
  return {x.permute(order).reshape({in[0], channels, in[2] * b, in[3] * b})};
}

Tensors space_to_depth(const Call& call) {
  const Sizes in = call[0].sizes().vec();
  const int64_t b = call.node.integer("blocksize", 1);
  const Tensor x = call[0].reshape({in[0], in[1], in[2] / b, b, in[3] / b, b});
  return {x.permute({0, 3, 5, 1, 2, 4}).reshape({in[0], in[1] * b * b, in[2] / b, in[3] / b})};
}

constexpr Function kTranspose[] = {
    {"Transpose", transpose},
    {"Expand", expand},
    {"Tile", tile},
    {"DepthToSpace", depth_to_space},
    {"SpaceToDepth", space_to_depth},
};

}  // namespace

std::span<const Function> transpose_functions() { return kTranspose; }

}  // namespace kintsugi::learn
