#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "kintsugi/base/simd.h"

/// Functions of one number without branches or calls, so that loops over them become vector code.
/// Relative errors are below 2e-7 where not stated otherwise.
namespace kintsugi::engine::math {

KINTSUGI_INLINE float power_of_two(int32_t n) {  // -126 <= n <= 127
  return std::bit_cast<float>((n + 127) << 23);
}

/// exp(x) = 2^n exp(r) with |r| <= ln(2)/2; polynomial of Cephes' expf (Moshier 1992).
KINTSUGI_INLINE float exp(float x) {
  constexpr float kLow = -103.f, kHigh = 88.8f, kRound = 12582912.f;  // 1.5 * 2^23
  float clipped = x < kLow ? kLow : x;
  clipped = clipped > kHigh ? kHigh : clipped;
  const float shifted = clipped * 1.44269504f + kRound;
  const int32_t n = std::bit_cast<int32_t>(shifted) - std::bit_cast<int32_t>(kRound);
  const float whole = shifted - kRound;
  const float r = clipped - whole * 0.693359375f + whole * 2.12194440e-4f;
  float series = 1.9875691500e-4f;
  series = series * r + 1.3981999507e-3f;
  series = series * r + 8.3334519073e-3f;
  series = series * r + 4.1665795894e-2f;
  series = series * r + 1.6666665459e-1f;
  series = series * r + 5.0000001201e-1f;
  const float result = (series * r * r + r + 1) * power_of_two(n >> 1) * power_of_two(n - (n >> 1));
  return x > 88.7228f ? std::numeric_limits<float>::infinity() : result;
}

KINTSUGI_INLINE float sigmoid(float x) { return 1 / (1 + exp(-x)); }

/// exp(x) - 1 for x <= 0, absolute error below 1e-7.
KINTSUGI_INLINE float expm1(float x) {
  const float series = x * (1 + x * (0.5f + x * (0.16666667f + x * 0.041666667f)));
  return x > -0.1f ? series : exp(x) - 1;
}

KINTSUGI_INLINE float tanh(float x) {
  const float square = x * x;
  const float series =
      x * (1 + square * (-0.33333333f + square * (0.13333333f - square * 0.053968254f)));
  const float result = 1 - 2 / (1 + exp(2 * x));
  return square < 0.04f ? series : result;
}

}  // namespace kintsugi::engine::math
