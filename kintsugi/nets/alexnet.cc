#include "kintsugi/nets/alexnet.h"

#include "kintsugi/graph/layers.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::LayerOptions;
using graph::Value;

Features alexnet_features(Builder& b, Value x) {
  Features result;
  const auto conv = [&](Value in, const char* name, LayerOptions layer) {
    const Value out = b.relu(graph::conv(b, name, in, layer));
    result.taps.push_back({"conv" + std::to_string(result.taps.size() + 1), out});
    return out;
  };
  x = conv(x, "features.0",
           {.channels = 64, .kernel = 11, .stride = 4, .padding = 2});  // 224 -> 55
  x = b.max_pool(x, {.kernel = 3, .stride = 2});                        // -> 27
  x = conv(x, "features.3", {.channels = 192, .kernel = 5, .padding = 2});
  x = b.max_pool(x, {.kernel = 3, .stride = 2});  // -> 13
  x = conv(x, "features.6", {.channels = 384, .kernel = 3, .padding = 1});
  x = conv(x, "features.8", {.channels = 256, .kernel = 3, .padding = 1});
  x = conv(x, "features.10", {.channels = 256, .kernel = 3, .padding = 1});
  result.last = b.max_pool(x, {.kernel = 3, .stride = 2});  // -> 6
  return result;
}

}  // namespace kintsugi::nets
