#include "kintsugi/engine/storage.h"

#include <cassert>
#include <cstdlib>
#include <new>

namespace kintsugi::engine {
namespace {

constexpr std::align_val_t kAlignment{64};

// Calls visit(plain index, stored index) for every element.
template <class Visit>
void walk_elements(const Storage& storage, Visit visit) {
  const int64_t count = storage.num_elements();
  if (storage.block == 1) {
    for (int64_t i = 0; i < count; ++i) visit(i, i);
    return;
  }
  const BlockedLoops p = blocked_loops(storage);
  const int64_t pixels = p.height * p.width;
  int64_t stored = 0;
  for (int64_t plane = 0; plane < p.n * p.groups; ++plane) {
    for (int64_t at = 0; at < pixels; ++at) {
      for (int64_t c = 0; c < p.block; ++c) visit((plane * p.block + c) * pixels + at, stored++);
    }
  }
}

}  // namespace

Buffer make_buffer(int64_t size_bytes) {
  auto* bytes = static_cast<std::byte*>(
      ::operator new(static_cast<size_t>(size_bytes > 0 ? size_bytes : 1), kAlignment));
  return Buffer(bytes, [](std::byte* p) { ::operator delete(p, kAlignment); });
}

void store(const Storage& storage, const float* plain, void* stored) {
  if (storage.type == DataType::kBFloat16) {
    auto* to = static_cast<uint16_t*>(stored);
    walk_elements(storage,
                  [&](int64_t from, int64_t at) { to[at] = float_to_bfloat16(plain[from]); });
  } else {
    auto* to = static_cast<float*>(stored);
    walk_elements(storage, [&](int64_t from, int64_t at) { to[at] = plain[from]; });
  }
}

void load(const Storage& storage, const void* stored, float* plain) {
  if (storage.type == DataType::kBFloat16) {
    const auto* from = static_cast<const uint16_t*>(stored);
    walk_elements(storage,
                  [&](int64_t to, int64_t at) { plain[to] = bfloat16_to_float(from[at]); });
  } else {
    const auto* from = static_cast<const float*>(stored);
    walk_elements(storage, [&](int64_t to, int64_t at) { plain[to] = from[at]; });
  }
}

}  // namespace kintsugi::engine
