#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "kintsugi/base/tensor.h"

namespace kintsugi::engine {

/// How a stored value lies in memory. A picture [N, C, H, W] is kept as [N, C/block, H, W, block]:
/// block 1 is ONNX's plain order, 8 and 16 are what oneDNN's convolutions ask for with AVX2 and
/// AVX-512, and block C is channels last. `block` divides C. Every other rank is plain.
struct Storage {
  Sizes sizes;
  DataType type = DataType::kFloat32;  // kFloat32 or kBFloat16
  int64_t block = 1;

  int64_t num_elements() const { return kintsugi::num_elements(sizes); }
  int64_t size_bytes() const { return num_elements() * kintsugi::size_bytes(type); }
  bool operator==(const Storage&) const = default;
};

/// The five loops over a stored picture: [N, groups, H, W, block].
struct BlockedLoops {
  int64_t n = 1, groups = 1, height = 1, width = 1, block = 1;

  int64_t plane() const { return height * width * block; }  // elements of one group
};

/// A stored value of rank 4 as loops.
inline BlockedLoops blocked_loops(const Storage& storage) {
  const Sizes& s = storage.sizes;
  return {s[0], s[1] / storage.block, s[2], s[3], storage.block};
}

/// Memory that starts at a cache line; its content is not set.
using Buffer = std::shared_ptr<std::byte>;
Buffer make_buffer(int64_t size_bytes);

/// Converts between row-major f32 and how a value is stored; for doors, not for inner loops.
void store(const Storage& storage, const float* plain, void* stored);
void load(const Storage& storage, const void* stored, float* plain);

}  // namespace kintsugi::engine
