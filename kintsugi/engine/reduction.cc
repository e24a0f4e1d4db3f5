#include "kintsugi/engine/reduction.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kintsugi/base/simd.h"
#include "kintsugi/engine/pointwise_math.h"
#include "kintsugi/engine/threads.h"

namespace kintsugi::engine {
namespace {

using Kind = ReductionKind;

constexpr int64_t kLanes = 16;    // partial results, so that loops become vector code
constexpr int64_t kPiece = 1024;  // elements summed in float before they are added in double

template <class Fold>
KINTSUGI_INLINE float fold_piece(const float* x, int64_t count, float start, Fold fold) {
  float lanes[kLanes];
  for (float& lane : lanes) lane = start;
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int64_t lane = 0; lane < kLanes; ++lane) lanes[lane] = fold(lanes[lane], x[i + lane]);
  }
  for (; i < count; ++i) lanes[0] = fold(lanes[0], x[i]);
  return *std::max_element(lanes, lanes + kLanes);  // for max; sums use sum_piece
}

template <class Map>
KINTSUGI_INLINE float sum_piece(const float* x, int64_t count, Map map) {
  float lanes[kLanes] = {};
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int64_t lane = 0; lane < kLanes; ++lane) lanes[lane] += map(x[i + lane]);
  }
  for (; i < count; ++i) lanes[0] += map(x[i]);
  float sum = 0;
  for (const float lane : lanes) sum += lane;
  return sum;
}

KINTSUGI_SIMD float sum_values(const float* x, int64_t count) {
  return sum_piece(x, count, [](float value) { return value; });
}
KINTSUGI_SIMD float sum_absolutes(const float* x, int64_t count) {
  return sum_piece(x, count, [](float value) { return value < 0 ? -value : value; });
}
KINTSUGI_SIMD float sum_squares(const float* x, int64_t count, float mean) {
  return sum_piece(x, count, [mean](float value) { return (value - mean) * (value - mean); });
}
KINTSUGI_SIMD float largest(const float* x, int64_t count, float sign) {
  return fold_piece(x, count, -std::numeric_limits<float>::infinity(),
                    [sign](float a, float b) { return b * sign > a ? b * sign : a; });
}

template <class Sum>
double sum_pieces(const float* x, int64_t count, Sum sum) {
  double total = 0;
  for (int64_t i = 0; i < count; i += kPiece) total += sum(x + i, std::min(kPiece, count - i));
  return total;
}

float reduce_row(Kind kind, const float* x, int64_t count) {
  switch (kind) {
    case Kind::kMax:
      return largest(x, count, 1);
    case Kind::kMin:
      return -largest(x, count, -1);
    case Kind::kL1:
      return static_cast<float>(sum_pieces(x, count, sum_absolutes));
    case Kind::kL2:
    case Kind::kSumSquare: {
      const auto squares = [](const float* at, int64_t n) { return sum_squares(at, n, 0); };
      const double total = sum_pieces(x, count, squares);
      return static_cast<float>(kind == Kind::kL2 ? std::sqrt(total) : total);
    }
    default: {
      const double total = sum_pieces(x, count, sum_values);
      return static_cast<float>(kind == Kind::kMean ? total / static_cast<double>(count) : total);
    }
  }
}

KINTSUGI_SIMD void fold_lanes(Kind kind, const float* x, float* to, int64_t count) {
  switch (kind) {
    case Kind::kMax:
      for (int64_t i = 0; i < count; ++i) to[i] = x[i] > to[i] ? x[i] : to[i];
      break;
    case Kind::kMin:
      for (int64_t i = 0; i < count; ++i) to[i] = x[i] < to[i] ? x[i] : to[i];
      break;
    case Kind::kL1:
      for (int64_t i = 0; i < count; ++i) to[i] += x[i] < 0 ? -x[i] : x[i];
      break;
    case Kind::kL2:
    case Kind::kSumSquare:
      for (int64_t i = 0; i < count; ++i) to[i] += x[i] * x[i];
      break;
    default:
      for (int64_t i = 0; i < count; ++i) to[i] += x[i];
  }
}

// result[i] = fold over k of from[k, i], for lanes [begin, end) of one outer index.
void reduce_lanes(Kind kind, int64_t count, int64_t inner, const float* from, float* result,
                  int64_t width) {
  const float infinity = std::numeric_limits<float>::infinity();
  const float start = kind == Kind::kMax ? -infinity : kind == Kind::kMin ? infinity : 0.f;
  const bool is_sum = kind != Kind::kMax && kind != Kind::kMin;
  std::vector<double> total(static_cast<size_t>(width), 0.0);
  for (int64_t piece = 0; piece < count; piece += kPiece) {
    if (piece == 0 || is_sum) std::fill_n(result, width, start);
    const int64_t end = std::min(piece + kPiece, count);
    for (int64_t k = piece; k < end; ++k) fold_lanes(kind, from + k * inner, result, width);
    for (int64_t i = 0; i < width; ++i) total[i] += result[i];
  }
  if (!is_sum) return;
  for (int64_t i = 0; i < width; ++i) {
    double value = total[i];
    if (kind == Kind::kMean) value /= static_cast<double>(count);
    result[i] = static_cast<float>(kind == Kind::kL2 ? std::sqrt(value) : value);
  }
}

KINTSUGI_SIMD void exponentials(const float* from, float largest_value, float* to, int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i] = math::exp(from[i] - largest_value);
}

KINTSUGI_SIMD void scale(float* x, float factor, int64_t count) {
  for (int64_t i = 0; i < count; ++i) x[i] *= factor;
}

void softmax_row(const float* from, float* to, int64_t count) {
  exponentials(from, largest(from, count, 1), to, count);
  scale(to, static_cast<float>(1 / sum_pieces(to, count, sum_values)), count);
}

KINTSUGI_SIMD void exponential_lanes(const float* from, const float* largest_value, float* to,
                                     float* sums, int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    to[i] = math::exp(from[i] - largest_value[i]);
    sums[i] += to[i];
  }
}

KINTSUGI_SIMD void divide_lanes(float* x, const float* divisors, int64_t count) {
  for (int64_t i = 0; i < count; ++i) x[i] /= divisors[i];
}

void softmax_lanes(int64_t count, int64_t inner, const float* from, float* to, int64_t width) {
  std::vector<float> tops(static_cast<size_t>(width)), sums(static_cast<size_t>(width), 0.f);
  reduce_lanes(Kind::kMax, count, inner, from, tops.data(), width);
  for (int64_t k = 0; k < count; ++k) {
    exponential_lanes(from + k * inner, tops.data(), to + k * inner, sums.data(), width);
  }
  for (int64_t k = 0; k < count; ++k) divide_lanes(to + k * inner, sums.data(), width);
}

constexpr int64_t kWidth = 64;  // lanes that one thread takes at a time

// Calls body(outer index, first lane, lanes) for all of [outer, inner].
template <class Body>
void for_lanes(int64_t outer, int64_t inner, Body body) {
  const int64_t strips = (inner + kWidth - 1) / kWidth;
  parallel(outer * strips, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t first = i % strips * kWidth;
      body(i / strips, first, std::min(kWidth, inner - first));
    }
  });
}

KINTSUGI_SIMD void add_squares(const float* x, const float* mean, float* to, int64_t count,
                               int64_t block) {
  for (int64_t i = 0; i < count; ++i) {
    for (int64_t c = 0; c < block; ++c)
      to[c] += (x[i * block + c] - mean[c]) * (x[i * block + c] - mean[c]);
  }
}

KINTSUGI_SIMD void scale_and_shift(const float* x, const float* factor, const float* shift,
                                   float* to, int64_t count, int64_t block) {
  for (int64_t i = 0; i < count; ++i) {
    for (int64_t c = 0; c < block; ++c) to[i * block + c] = x[i * block + c] * factor[c] + shift[c];
  }
}

KINTSUGI_SIMD void scale_and_shift_plane(const float* x, float factor, float shift, float* to,
                                         int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i] = x[i] * factor + shift;
}

}  // namespace

void reduce(ReductionKind kind, int64_t outer, int64_t count, int64_t inner, const float* from,
            float* result) {
  if (inner == 1) {
    return parallel(outer, 1 + 16384 / (count + 1), [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) result[i] = reduce_row(kind, from + i * count, count);
    });
  }
  for_lanes(outer, inner, [&](int64_t i, int64_t first, int64_t width) {
    reduce_lanes(kind, count, inner, from + i * count * inner + first, result + i * inner + first,
                 width);
  });
}

void softmax(int64_t outer, int64_t count, int64_t inner, const float* from, float* result) {
  if (inner == 1) {
    return parallel(outer, 1 + 4096 / (count + 1), [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i)
        softmax_row(from + i * count, result + i * count, count);
    });
  }
  for_lanes(outer, inner, [&](int64_t i, int64_t first, int64_t width) {
    const int64_t at = i * count * inner + first;
    softmax_lanes(count, inner, from + at, result + at, width);
  });
}

void InstanceNorm::run(const float* from, const float* scale_values, const float* shift_values,
                       float* result) const {
  parallel(n * groups, 1, [&](int64_t begin, int64_t end) {
    std::vector<float> mean(static_cast<size_t>(block)), factor(mean), shift(mean);
    for (int64_t plane = begin; plane < end; ++plane) {
      const float* x = from + plane * pixels * block;
      const int64_t channel = plane % groups * block;
      const float count = static_cast<float>(pixels);
      if (block == 1) {
        mean[0] = reduce_row(Kind::kMean, x, pixels);
        const auto squares = [&](const float* at, int64_t size) {
          return sum_squares(at, size, mean[0]);
        };
        factor[0] = static_cast<float>(sum_pieces(x, pixels, squares));
      } else {
        reduce_lanes(Kind::kMean, pixels, block, x, mean.data(), block);
        std::fill(factor.begin(), factor.end(), 0.f);
        add_squares(x, mean.data(), factor.data(), pixels, block);
      }
      for (int64_t c = 0; c < block; ++c) {
        factor[c] = scale_values[channel + c] / std::sqrt(factor[c] / count + epsilon);
        shift[c] = shift_values[channel + c] - mean[c] * factor[c];
      }
      float* to = result + plane * pixels * block;
      if (block == 1) {
        scale_and_shift_plane(x, factor[0], shift[0], to, pixels);
      } else {
        scale_and_shift(x, factor.data(), shift.data(), to, pixels, block);
      }
    }
  });
}

}  // namespace kintsugi::engine
