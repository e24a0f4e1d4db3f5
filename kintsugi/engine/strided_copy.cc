#include "kintsugi/engine/strided_copy.h"

#include <cstring>

#include "kintsugi/engine/threads.h"

namespace kintsugi::engine {
namespace {

// Where the innermost loop number `row` starts in the source.
int64_t row_offset(const StridedCopy& copy, int64_t row) {
  int64_t offset = copy.offset;
  for (size_t axis = copy.extents.size() - 1; axis-- > 0;) {
    offset += row % copy.extents[axis] * copy.strides[axis];
    row /= copy.extents[axis];
  }
  return offset;
}

template <class T>
void copy_row(const T* from, int64_t stride, T* to, int64_t count) {
  if (stride == 1) {
    std::memcpy(to, from, static_cast<size_t>(count) * sizeof(T));
  } else {
    for (int64_t i = 0; i < count; ++i) to[i] = from[i * stride];
  }
}

template <class T>
void copy_all(const StridedCopy& copy, const void* from, void* to) {
  const int64_t width = copy.extents.back(), rows = num_elements(copy.extents) / width;
  parallel(rows, 1 + 16384 / width, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      copy_row(static_cast<const T*>(from) + row_offset(copy, row), copy.strides.back(),
               static_cast<T*>(to) + row * width, width);
    }
  });
}

}  // namespace

void StridedCopy::run(const void* from, void* to) const {
  if (extents.empty()) {
    std::memcpy(to, static_cast<const std::byte*>(from) + offset * size_bytes,
                static_cast<size_t>(size_bytes));
  } else if (num_elements(extents) > 0) {
    size_bytes == 2 ? copy_all<uint16_t>(*this, from, to) : copy_all<uint32_t>(*this, from, to);
  }
}

}  // namespace kintsugi::engine
