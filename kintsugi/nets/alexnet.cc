#include "kintsugi/nets/alexnet.h"

#include "kintsugi/graph/layers.h"

namespace kintsugi::nets {

AlexNetFeatures alexnet_features(Builder& b, const Value& input) {
  const auto scope = b.scope("features");
  AlexNetFeatures features;
  const auto layer = [&](const char* name, const Value& x, const graph::LayerOptions& options) {
    features.layers.push_back(b.relu(conv(b, name, x, options)));
    return features.layers.back();
  };
  const auto pool = [&](const Value& x) { return b.max_pool(x, {.kernel = 3, .stride = 2}); };
  Value x = pool(layer("0", input, {.channels = 64, .kernel = 11, .stride = 4, .padding = 2}));
  x = pool(layer("3", x, {.channels = 192, .kernel = 5, .padding = 2}));  // 27 -> 13
  x = layer("6", x, {.channels = 384, .padding = 1});
  x = layer("8", x, {.channels = 256, .padding = 1});
  features.pooled = pool(layer("10", x, {.channels = 256, .padding = 1}));  // 13 -> 6
  return features;
}

}  // namespace kintsugi::nets
