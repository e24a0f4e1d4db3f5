#include "kintsugi/engine/remap.h"

#include <algorithm>
#include <cstring>

#include "kintsugi/engine/bfloat16.h"
#include "kintsugi/engine/threads.h"

namespace kintsugi::engine {
namespace {

// Neighbouring columns that are neighbours in the source too, or that lie outside.
struct Run {
  int64_t at, from, count;
};

std::vector<Run> runs_of(const std::vector<int64_t>& columns) {
  std::vector<Run> runs;
  for (size_t x = 0; x < columns.size(); ++x) {
    const bool is_next =
        !runs.empty() &&
        columns[x] == (columns[x] < 0 ? -1 : runs.back().from + runs.back().count) &&
        (columns[x] < 0) == (runs.back().from < 0);
    if (is_next) {
      ++runs.back().count;
    } else {
      runs.push_back({static_cast<int64_t>(x), columns[x], 1});
    }
  }
  return runs;
}

template <class T>
void copy_row(const std::vector<Run>& runs, int64_t block, const T* from, T* to, T outside) {
  for (const Run& run : runs) {
    T* target = to + run.at * block;
    if (run.from < 0) {
      std::fill_n(target, run.count * block, outside);
    } else if (run.count * block == 1) {
      *target = from[run.from];
    } else {
      std::memcpy(target, from + run.from * block,
                  static_cast<size_t>(run.count * block) * sizeof(T));
    }
  }
}

template <class T>
void copy_all(const Remap& remap, const T* from, T* to, T outside) {
  const BlockedLoops src = blocked_loops(remap.source), dst = blocked_loops(remap.result);
  const std::vector<Run> runs = runs_of(remap.columns);
  const int64_t src_row = src.width * src.block, dst_row = dst.width * dst.block;
  parallel(dst.n * dst.groups * dst.height, 4, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t plane = row / dst.height, y = row % dst.height, source_y = remap.rows[y];
      T* target = to + row * dst_row;
      if (source_y < 0) {
        std::fill_n(target, dst_row, outside);
      } else if (row > begin && y > 0 && remap.rows[y - 1] == source_y) {
        std::copy_n(target - dst_row, dst_row, target);
      } else {
        copy_row(runs, src.block, from + (plane * src.height + source_y) * src_row, target,
                 outside);
      }
    }
  });
}

}  // namespace

void Remap::run(const void* from, void* to) const {
  if (source.type == DataType::kBFloat16) {
    copy_all(*this, static_cast<const uint16_t*>(from), static_cast<uint16_t*>(to),
             narrow(outside));
  } else {
    copy_all(*this, static_cast<const float*>(from), static_cast<float*>(to), outside);
  }
}

}  // namespace kintsugi::engine
