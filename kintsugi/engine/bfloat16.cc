#include "kintsugi/engine/bfloat16.h"

namespace kintsugi::engine {
namespace {

// Functions with clones for several processors cannot be hidden from users of a shared library but
// by standing here.

KINTSUGI_SIMD void widen_all(const uint16_t* from, float* to, int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i] = widen(from[i]);
}

KINTSUGI_SIMD void narrow_all(const float* from, uint16_t* to, int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i] = narrow(from[i]);
}

}  // namespace

void widen(const uint16_t* from, float* to, int64_t count) { widen_all(from, to, count); }

void narrow(const float* from, uint16_t* to, int64_t count) { narrow_all(from, to, count); }

}  // namespace kintsugi::engine
