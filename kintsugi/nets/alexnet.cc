#include "kintsugi/nets/alexnet.h"

#include "kintsugi/graph/layers.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::LayerOptions;
using graph::Value;

Features alexnet_features(Builder& b, Value x, int64_t width) {
  Features result;
  const auto conv = [&](Value in, const char* name, LayerOptions layer) {
    const Value out = b.relu(graph::conv(b, name, in, layer));
    result.taps.push_back({"conv" + std::to_string(result.taps.size() + 1), out});
    return out;
  };
  const int64_t w = width;
  x = conv(x, "features.0", {.channels = w, .kernel = 11, .stride = 4, .padding = 2});  // 224 -> 55
  x = b.max_pool(x, {.kernel = 3, .stride = 2});                                        // -> 27
  x = conv(x, "features.3", {.channels = 3 * w, .kernel = 5, .padding = 2});
  x = b.max_pool(x, {.kernel = 3, .stride = 2});  // -> 13
  x = conv(x, "features.6", {.channels = 6 * w, .kernel = 3, .padding = 1});
  x = conv(x, "features.8", {.channels = 4 * w, .kernel = 3, .padding = 1});
  x = conv(x, "features.10", {.channels = 4 * w, .kernel = 3, .padding = 1});
  result.last = b.max_pool(x, {.kernel = 3, .stride = 2});  // -> 6
  return result;
}

std::vector<Network> AlexnetFamily::networks() {
  return {{"alexnet", "features of AlexNet", [](uint64_t seed) {
             Builder b("alexnet", seed);
             const Features features = alexnet_features(b, pictures(b, "x", 3));
             output_taps(b, features);
             return finish(b, features.last);
           }}};
}

}  // namespace kintsugi::nets
