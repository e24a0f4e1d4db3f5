#pragma once

#include <cstdint>
#include <cstring>

namespace kintsugi {

/// Calls body(left, right) for every run [left, right) of hole pixels in one row of a mask, from
/// left to right. Known pixels are skipped at the speed of memchr. What is neither known nor hole
/// (kNeither) belongs to no run.
template <class Body>
void for_each_run(const uint8_t* row, int width, Body&& body) {
  for (int left = 0; left < width;) {
    const void* first = std::memchr(row + left, 1, width - left);
    if (!first) return;
    left = static_cast<int>(static_cast<const uint8_t*>(first) - row);
    constexpr uint64_t kEightHoles = 0x0101010101010101u;
    int right = left + 1;
    for (uint64_t word; right + 8 <= width; right += 8) {
      std::memcpy(&word, row + right, sizeof(word));
      if (word != kEightHoles) break;
    }
    while (right < width && row[right] == 1) ++right;
    body(left, right);
    left = right;
  }
}

}  // namespace kintsugi
