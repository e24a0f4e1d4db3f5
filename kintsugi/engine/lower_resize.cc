#include <algorithm>
#include <cstring>

#include "kintsugi/base/simd.h"
#include "kintsugi/engine/lower.h"
#include "kintsugi/engine/remap.h"
#include "kintsugi/engine/threads.h"
#include "kintsugi/graph/resampling.h"

namespace kintsugi::engine {
namespace {

using graph::Node;
using Taps = std::vector<graph::ResizeTap>;

KINTSUGI_SIMD void blend(const float* first, const float* second, float weight, float* result,
                         int64_t count) {
  const float rest = 1 - weight;
  for (int64_t i = 0; i < count; ++i) result[i] = first[i] * rest + second[i] * weight;
}

KINTSUGI_SIMD void blend_columns(const graph::ResizeTap* taps, int64_t count, int64_t block,
                                 const float* row, float* result) {
  for (int64_t x = 0; x < count; ++x) {
    const float weight = taps[x].weight, rest = 1 - weight;
    const float* first = row + taps[x].first * block;
    const float* second = row + taps[x].second * block;
    for (int64_t c = 0; c < block; ++c)
      result[x * block + c] = first[c] * rest + second[c] * weight;
  }
}

// Linear along rows, then along columns.
struct LinearResize {
  BlockedLoops src, dst;
  Taps rows, columns;

  void run(const float* from, float* to) const {
    const int64_t src_row = src.width * src.block, dst_row = dst.width * dst.block;
    parallel(dst.n * dst.groups * dst.height, 4, [&](int64_t begin, int64_t end) {
      std::vector<float> blended(static_cast<size_t>(src_row));
      for (int64_t row = begin; row < end; ++row) {
        const graph::ResizeTap& tap = rows[row % dst.height];
        const float* plane = from + row / dst.height * src.plane();
        blend(plane + tap.first * src_row, plane + tap.second * src_row, tap.weight, blended.data(),
              src_row);
        blend_columns(columns.data(), dst.width, dst.block, blended.data(), to + row * dst_row);
      }
    });
  }
};

Taps taps_along(const Compiler& compiler, const Node& node, size_t axis) {
  const Sizes in = compiler.sizes(node.inputs[0]), out = compiler.sizes(node.outputs[0]);
  const Tensor scales = compiler.constant(node, 2);
  const double scale = scales && scales.size() > 0
                           ? scales.to(DataType::kFloat32).values<float>()[axis]
                           : static_cast<double>(out[axis]) / static_cast<double>(in[axis]);
  if (scale != 1) return graph::resize_taps(node, in[axis], out[axis], scale);
  Taps same;
  for (int64_t i = 0; i < out[axis]; ++i) same.push_back({i, i, 0});
  return same;
}

std::vector<int64_t> indices(const Taps& taps) {
  std::vector<int64_t> list;
  for (const graph::ResizeTap& tap : taps) list.push_back(tap.first);
  return list;
}

bool lower_resize(Compiler& compiler, const Node& node) {
  const Sizes in = compiler.sizes(node.inputs[0]), out = compiler.sizes(node.outputs[0]);
  const bool is_linear = node.text("mode", "nearest") == "linear";
  if (in.size() != 4 || in[0] != out[0] || in[1] != out[1] || num_elements(in) == 0 ||
      compiler.info(node.inputs[0]).type != DataType::kFloat32 ||
      (!is_linear && node.text("mode", "nearest") != "nearest")) {
    return false;
  }
  const Taps rows = taps_along(compiler, node, 2), columns = taps_along(compiler, node, 3);
  const SlotId stored = compiler.any(node.inputs[0]);
  const int64_t block = compiler.storage(stored).block;
  const SlotId from = is_linear ? compiler.read(node.inputs[0], DataType::kFloat32, block) : stored;
  const SlotId to = compiler.define(node.outputs[0], compiler.storage(from).type, block);
  const Storage source = compiler.storage(from), result = compiler.storage(to);
  Step step{.op = node.op,
            .name = node.name,
            .how = is_linear ? "linear" : "nearest",
            .reads = {from},
            .writes = {to}};
  if (is_linear) {
    step.run = [=,
                resize = LinearResize{blocked_loops(source), blocked_loops(result), rows, columns}](
                   const Memory& m) { resize.run(m.floats(from), m.mutable_floats(to)); };
  } else {
    step.run = [=, remap = Remap{source, result, indices(rows), indices(columns)}](
                   const Memory& m) { remap.run(m.at(from), m.at(to)); };
  }
  compiler.add(std::move(step));
  return true;
}

constexpr Lowering kResize[] = {
    {"Resize", lower_resize},
};

}  // namespace

std::span<const Lowering> resize_lowerings() { return kResize; }

}  // namespace kintsugi::engine
