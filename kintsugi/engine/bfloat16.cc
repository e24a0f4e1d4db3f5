#include "kintsugi/engine/bfloat16.h"

namespace kintsugi::engine {

KINTSUGI_SIMD void widen(const uint16_t* from, float* to, int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i] = widen(from[i]);
}

KINTSUGI_SIMD void narrow(const float* from, uint16_t* to, int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i] = narrow(from[i]);
}

}  // namespace kintsugi::engine
