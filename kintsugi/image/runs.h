#pragma once

#include <cstdint>
#include <cstring>

namespace kintsugi {

/// Calls body(left, right) for every run [left, right) of hole pixels in one row of a mask, from
/// left to right. Known pixels are skipped at the speed of memchr.
template <class Body>
void for_each_run(const uint8_t* row, int width, Body&& body) {
  for (int left = 0; left < width;) {
    const void* first = std::memchr(row + left, 1, width - left);
    if (!first) return;
    left = static_cast<int>(static_cast<const uint8_t*>(first) - row);
    const void* end = std::memchr(row + left, 0, width - left);
    const int right = end ? static_cast<int>(static_cast<const uint8_t*>(end) - row) : width;
    body(left, right);
    left = right;
  }
}

}  // namespace kintsugi
