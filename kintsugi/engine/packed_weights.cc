#include "kintsugi/engine/packed_weights.h"

namespace kintsugi::engine {

Buffer PackedWeights::get(const std::string& key, int64_t size_bytes,
                          const std::function<void(void*)>& pack) {
  const std::lock_guard lock(mutex_);
  Buffer& buffer = buffers_[key + "#" + std::to_string(size_bytes)];
  if (!buffer) {
    Buffer packed = make_buffer(size_bytes);
    pack(packed.get());
    buffer = packed;
  }
  return buffer;
}

}  // namespace kintsugi::engine
