#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "kintsugi/progress.h"

namespace kintsugi::fill {

/// Elements between two questions. New memory costs most of the time, page by page, when it is
/// first written: a hundred megabytes take longer than somebody who says stop should wait.
inline constexpr size_t kLargeStep = size_t{1} << 20;

/// `count` times `value`.
template <class T>
std::vector<T> large_vector(size_t count, T value, const Progress& progress) {
  std::vector<T> result;
  result.reserve(count);
  while (result.size() < count) {
    progress.ask();
    result.resize(std::min(count, result.size() + kLargeStep), value);
  }
  return result;
}

/// The same elements.
template <class T>
std::vector<T> large_copy(const std::vector<T>& from, const Progress& progress) {
  std::vector<T> result;
  result.reserve(from.size());
  while (result.size() < from.size()) {
    progress.ask();
    const auto begin = from.begin() + static_cast<std::ptrdiff_t>(result.size());
    const size_t count = std::min(kLargeStep, from.size() - result.size());
    result.insert(result.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
  }
  return result;
}

}  // namespace kintsugi::fill
