#include <algorithm>
#include <limits>

#include "kintsugi/base/simd.h"
#include "kintsugi/engine/lower.h"
#include "kintsugi/engine/threads.h"
#include "kintsugi/graph/windows.h"

namespace kintsugi::engine {
namespace {

using graph::Node;

// The elements of one axis that window `w` sees, and what a divisor that counts padding counts.
struct Taps {
  int64_t first = 0, step = 1, count = 0, num_with_padding = 0;
};

std::vector<Taps> taps_along(const graph::Windows& windows, size_t axis, int64_t extent,
                             int64_t count) {
  const auto [begin, end] = windows.pads(axis, extent);
  std::vector<Taps> taps(static_cast<size_t>(count));
  for (int64_t w = 0; w < count; ++w) {
    Taps& t = taps[w];
    t.step = windows.dilations[axis];
    for (int64_t k = 0; k < windows.kernel[axis]; ++k) {
      const int64_t at = w * windows.strides[axis] + k * t.step - begin;
      if (at < extent + end) ++t.num_with_padding;
      if (at < 0 || at >= extent) continue;
      if (t.count++ == 0) t.first = at;
    }
  }
  return taps;
}

struct Pool {
  BlockedLoops src, dst;
  std::vector<Taps> rows, columns;
  bool is_max = true, counts_padding = false;

  void run(const float* from, float* to) const {
    parallel(dst.n * dst.groups * dst.height, 2, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        const float* plane = from + row / dst.height * src.plane();
        pool_row(rows[row % dst.height], plane, to + row * dst.width * dst.block);
      }
    });
  }

 private:
  void pool_row(const Taps& row, const float* plane, float* to) const;
};

KINTSUGI_INLINE void gather(const float* from, float* to, int64_t block, bool is_max) {
  if (is_max) {
    for (int64_t c = 0; c < block; ++c) to[c] = from[c] > to[c] ? from[c] : to[c];
  } else {
    for (int64_t c = 0; c < block; ++c) to[c] += from[c];
  }
}

KINTSUGI_SIMD void pool_pixel(const float* plane, int64_t width, int64_t block, const Taps& row,
                              const Taps& column, bool is_max, float divisor, float* to) {
  const float start = is_max ? -std::numeric_limits<float>::infinity() : 0.f;
  for (int64_t c = 0; c < block; ++c) to[c] = start;
  for (int64_t i = 0; i < row.count; ++i) {
    for (int64_t j = 0; j < column.count; ++j) {
      const int64_t at = (row.first + i * row.step) * width + column.first + j * column.step;
      gather(plane + at * block, to, block, is_max);
    }
  }
  if (is_max) return;
  for (int64_t c = 0; c < block; ++c) to[c] /= divisor;
}

void Pool::pool_row(const Taps& row, const float* plane, float* to) const {
  for (int64_t x = 0; x < dst.width; ++x) {
    const Taps& column = columns[x];
    const int64_t divisor =
        counts_padding ? row.num_with_padding * column.num_with_padding : row.count * column.count;
    pool_pixel(plane, src.width, src.block, row, column, is_max, static_cast<float>(divisor),
               to + x * dst.block);
  }
}

bool lower_pool(Compiler& compiler, const Node& node) {
  const Sizes in = compiler.sizes(node.inputs[0]), out = compiler.sizes(node.outputs[0]);
  const bool has_indices = node.outputs.size() > 1 && !node.outputs[1].empty();
  if (in.size() != 4 || has_indices || compiler.info(node.inputs[0]).type != DataType::kFloat32) {
    return false;
  }
  const graph::Windows windows(node, node.integers("kernel_shape"));
  const int64_t block = compiler.storage(compiler.any(node.inputs[0])).block;
  const SlotId from = compiler.read(node.inputs[0], DataType::kFloat32, block);
  const SlotId to = compiler.define(node.outputs[0], DataType::kFloat32, block);
  const Pool pool{.src = blocked_loops(compiler.storage(from)),
                  .dst = blocked_loops(compiler.storage(to)),
                  .rows = taps_along(windows, 0, in[2], out[2]),
                  .columns = taps_along(windows, 1, in[3], out[3]),
                  .is_max = node.op == "MaxPool",
                  .counts_padding = node.integer("count_include_pad", 0) != 0};
  compiler.add({.op = node.op,
                .name = node.name,
                .how = "pool",
                .reads = {from},
                .writes = {to},
                .run = [=](const Memory& m) { pool.run(m.floats(from), m.mutable_floats(to)); }});
  return true;
}

constexpr Lowering kPooling[] = {
    {"MaxPool", lower_pool},
    {"AveragePool", lower_pool},
};

}  // namespace

std::span<const Lowering> pooling_lowerings() { return kPooling; }

}  // namespace kintsugi::engine
