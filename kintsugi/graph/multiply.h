#pragma once

#include <cstdint>

namespace kintsugi::graph {

/// result[m, n] = sum over k of a[m, k] * b[k, n], all row-major and dense; on all cores.
void multiply(const float* a, const float* b, float* result, int64_t m, int64_t k, int64_t n);

}  // namespace kintsugi::graph
