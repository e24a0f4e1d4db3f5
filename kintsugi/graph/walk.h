#pragma once

#include <array>
#include <vector>

#include "kintsugi/base/tensor.h"

namespace kintsugi::graph {

/// Elements between neighbours along each axis of a dense row-major tensor.
inline Sizes strides_of(const Sizes& sizes) {
  Sizes strides(sizes.size(), 1);
  for (size_t i = sizes.size(); i-- > 1;) strides[i - 1] = strides[i] * sizes[i];
  return strides;
}

/// Strides that read a tensor of `sizes` as if broadcast to `wide`: 0 where it repeats.
inline Sizes broadcast_strides(const Sizes& sizes, const Sizes& wide) {
  const Sizes dense = strides_of(sizes);
  Sizes strides(wide.size(), 0);
  const size_t offset = wide.size() - sizes.size();
  for (size_t i = 0; i < sizes.size(); ++i) strides[offset + i] = sizes[i] == 1 ? 0 : dense[i];
  return strides;
}

/// Calls visit(offsets) for every position of `sizes` in row-major order, where offsets[i] is the
/// position's dot product with strides[i], plus start[i].
template <size_t kCount, class Visit>
void walk(const Sizes& sizes, const std::array<Sizes, kCount>& strides, Visit visit,
          std::array<int64_t, kCount> offsets = {}) {
  if (num_elements(sizes) == 0) return;
  Sizes at(sizes.size(), 0);
  for (;;) {
    visit(offsets);
    size_t axis = sizes.size();
    for (;;) {
      if (axis == 0) return;
      --axis;
      for (size_t i = 0; i < kCount; ++i) offsets[i] += strides[i][axis];
      if (++at[axis] < sizes[axis]) break;
      for (size_t i = 0; i < kCount; ++i) offsets[i] -= strides[i][axis] * sizes[axis];
      at[axis] = 0;
    }
  }
}

/// result[i] = f(a[i], b[i]), both of `T` and broadcast to `sizes`.
template <class Result, class T, class F>
Tensor zip(const Tensor& a, const Tensor& b, const Sizes& sizes, F f) {
  const auto left = a.values<T>(), right = b.values<T>();
  std::vector<Result> result;
  result.reserve(num_elements(sizes));
  walk<2>(sizes, {broadcast_strides(a.sizes(), sizes), broadcast_strides(b.sizes(), sizes)},
          [&](const auto& at) { result.push_back(f(left[at[0]], right[at[1]])); });
  return Tensor(sizes, std::move(result));
}

/// A tensor of `sizes` whose element at a position is the one of `x` (f32 or i64) at `start` plus
/// the position's dot product with `strides`: what every operator that only moves elements does.
Tensor picked(const Tensor& x, const Sizes& sizes, const Sizes& strides, int64_t start = 0);

}  // namespace kintsugi::graph
