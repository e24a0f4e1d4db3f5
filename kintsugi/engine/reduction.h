#pragma once

#include <cstdint>

namespace kintsugi::engine {

enum class ReductionKind : uint8_t { kSum, kMean, kMax, kMin, kL1, kL2, kSumSquare };

/// Folds the middle of three loops.
///   from    [outer, count, inner], row-major
///   result  [outer, inner]
/// Sums are kept in double where `inner` is 1, else in float over pieces that are added in double.
void reduce(ReductionKind kind, int64_t outer, int64_t count, int64_t inner, const float* from,
            float* result);

/// Softmax over the middle of three loops; `from` and `result` are [outer, count, inner].
void softmax(int64_t outer, int64_t count, int64_t inner, const float* from, float* result);

/// Normalizes each channel of each picture to mean 0 and variance 1, then scales and shifts it.
///   from, result  [N, groups, pixels, block]; scale, shift [groups·block]
struct InstanceNorm {
  int64_t n = 1, groups = 1, pixels = 1, block = 1;
  float epsilon = 1e-5f;

  void run(const float* from, const float* scale, const float* shift, float* result) const;
};

}  // namespace kintsugi::engine
