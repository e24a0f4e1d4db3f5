#pragma once

#include <bit>
#include <cstdint>

#include "kintsugi/base/simd.h"

namespace kintsugi::engine {

/// As base/tensor.h's, but inlined into loops.
KINTSUGI_INLINE float widen(uint16_t bits) {
  return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16);
}

/// To the nearest, halves to even; a NaN stays one.
KINTSUGI_INLINE uint16_t narrow(float value) {
  const auto bits = std::bit_cast<uint32_t>(value);
  const uint32_t rounded = (bits + 0x7FFFu + ((bits >> 16) & 1)) >> 16;
  return static_cast<uint16_t>(value != value ? 0x7FC0u : rounded);
}

void widen(const uint16_t* from, float* to, int64_t count);
void narrow(const float* from, uint16_t* to, int64_t count);

}  // namespace kintsugi::engine
