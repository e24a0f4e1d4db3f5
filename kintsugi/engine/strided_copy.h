#pragma once

#include "kintsugi/base/tensor.h"

namespace kintsugi::engine {

/// Copies elements from anywhere in a dense tensor to a dense result: slices, repetitions,
/// transposes.
struct StridedCopy {
  Sizes extents;           // of the result
  Sizes strides;           // of the source along them, in elements; may be 0 or negative
  int64_t offset = 0;      // of the first element
  int64_t size_bytes = 4;  // of one element

  void run(const void* from, void* to) const;
};

}  // namespace kintsugi::engine
