#pragma once

#include <vector>

#include "kintsugi/engine/storage.h"

namespace kintsugi::engine {

/// Makes a picture of pixels taken from another: padding, cutting, repeating.
///   result(n, c, y, x) = source(n, c, rows[y], columns[x]), or `outside` where an index is -1
struct Remap {
  Storage source, result;  // the same channels, type and block
  std::vector<int64_t> rows, columns;
  float outside = 0;

  void run(const void* from, void* to) const;
};

}  // namespace kintsugi::engine
