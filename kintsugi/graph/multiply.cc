#include "kintsugi/graph/multiply.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "kintsugi/base/parallel.h"
#include "kintsugi/base/simd.h"

namespace kintsugi::graph {
namespace {

constexpr int kRows = 4, kLanes = 8, kVectors = 2;
constexpr int kColumns = kLanes * kVectors;
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

// result[4, 16] = sum over k of a[4, k] * b[k, 16]; a's rows are `k` apart, b's and the result's as
// given. Sixteen columns of four rows stay in registers over the whole sum: the one loop where the
// interpreter spends its time.
KINTSUGI_SIMD void multiply_block(const float* a, int64_t a_row, const float* b, int64_t b_row,
                                  float* result, int64_t result_row, int64_t k) {
  Lanes sum[kRows][kVectors] = {};
  for (int64_t i = 0; i < k; ++i) {
    Lanes right[kVectors];
    std::memcpy(right, b + i * b_row, sizeof(right));
    for (int r = 0; r < kRows; ++r) {
      for (int v = 0; v < kVectors; ++v) sum[r][v] += a[r * a_row + i] * right[v];
    }
  }
  for (int r = 0; r < kRows; ++r) std::memcpy(result + r * result_row, sum[r], sizeof(sum[r]));
}

void multiply_edge(const float* a, const float* b, float* result, int64_t k, int64_t n,
                   int64_t rows, int64_t columns) {
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t c = 0; c < columns; ++c) {
      float sum = 0;
      for (int64_t i = 0; i < k; ++i) sum += a[r * k + i] * b[i * n + c];
      result[r * n + c] = sum;
    }
  }
}

// Columns first .. first + count of the product. `b` is copied to a dense block first, since rows
// that are far apart in memory would each cost a page.
void multiply_columns(const float* a, const float* b, float* result, int64_t m, int64_t k,
                      int64_t n, int64_t first, int64_t count) {
  const int64_t padded = (count + kColumns - 1) / kColumns * kColumns;
  std::vector<float> block(k * padded, 0.0f);
  for (int64_t i = 0; i < k; ++i) {
    std::memcpy(block.data() + i * padded, b + i * n + first, count * sizeof(float));
  }
  std::vector<float> out(kRows * padded);
  for (int64_t row = 0; row < m; row += kRows) {
    const int64_t rows = std::min<int64_t>(kRows, m - row);
    for (int64_t column = 0; column < padded; column += kColumns) {
      if (rows == kRows) {
        multiply_block(a + row * k, k, block.data() + column, padded, out.data() + column, padded,
                       k);
      } else {
        multiply_edge(a + row * k, block.data() + column, out.data() + column, k, padded, rows,
                      kColumns);
      }
    }
    for (int64_t r = 0; r < rows; ++r) {
      std::memcpy(result + (row + r) * n + first, out.data() + r * padded, count * sizeof(float));
    }
  }
}

}  // namespace

void multiply(const float* a, const float* b, float* result, int64_t m, int64_t k, int64_t n) {
  constexpr int64_t kTile = 64;
  const int64_t num_tiles = (n + kTile - 1) / kTile;
  const bool is_small = m * k * n < 1 << 16;  // not worth a thread
  parallel_for(static_cast<int>(num_tiles), is_small ? 1 : 0, [&](int tile) {
    const int64_t first = tile * kTile;
    multiply_columns(a, b, result, m, k, n, first, std::min(kTile, n - first));
  });
}

}  // namespace kintsugi::graph
