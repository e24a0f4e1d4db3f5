#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "kintsugi/engine/storage.h"

namespace kintsugi::engine {

/// Weights in the layouts that primitives ask for, shared by all plans of a model. Any thread may
/// call; packing happens once a key.
class PackedWeights {
 public:
  /// The memory called `key`, of that size; `pack` fills it the first time.
  Buffer get(const std::string& key, int64_t size_bytes, const std::function<void(void*)>& pack);

 private:
  std::mutex mutex_;
  std::map<std::string, Buffer> buffers_;
};

}  // namespace kintsugi::engine
