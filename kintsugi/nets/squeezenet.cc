#include "kintsugi/nets/squeezenet.h"

#include "kintsugi/graph/layers.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

namespace {

/// "Fire": 1 x 1 convolutions to few channels, of which 1 x 1 and 3 x 3 ones make many.
///   x  [N, C, H, W];  return  [N, 8 squeezed, H, W]
Value fire(Builder& b, const std::string& name, Value x, int64_t squeezed) {
  const int64_t expanded = 4 * squeezed;
  x = b.relu(conv(b, name + ".squeeze", x, {.channels = squeezed, .kernel = 1}));
  return b.concat(
      {b.relu(conv(b, name + ".expand1x1", x, {.channels = expanded, .kernel = 1})),
       b.relu(conv(b, name + ".expand3x3", x, {.channels = expanded, .kernel = 3, .padding = 1}))},
      1);
}

}  // namespace

Features squeezenet_features(Builder& b, Value x) {
  Features result;
  const auto tap = [&](Value activation) {
    result.taps.push_back({"relu" + std::to_string(result.taps.size() + 1), activation});
    return activation;
  };
  // Rounded up, as torchvision does: a window may reach over the edge.
  const auto pool = [&](Value in) {
    return b.max_pool(in, {.kernel = 3, .stride = 2, .is_ceil = true});
  };
  x = tap(
      b.relu(conv(b, "features.0", x, {.channels = 64, .kernel = 3, .stride = 2})));  // 224 -> 111
  x = pool(x);                       // -> [N, 64, 55, 55]
  x = fire(b, "features.3", x, 16);  // -> [N, 128, 55, 55]
  x = tap(fire(b, "features.4", x, 16));
  x = pool(x);                       // -> [N, 128, 27, 27]
  x = fire(b, "features.6", x, 32);  // -> [N, 256, 27, 27]
  x = tap(fire(b, "features.7", x, 32));
  x = pool(x);                            // -> [N, 256, 13, 13]
  x = tap(fire(b, "features.9", x, 48));  // -> [N, 384, 13, 13]
  x = tap(fire(b, "features.10", x, 48));
  x = tap(fire(b, "features.11", x, 64));  // -> [N, 512, 13, 13]
  result.last = tap(fire(b, "features.12", x, 64));
  return result;
}

Value squeezenet_classifier(Builder& b, Value features) {
  const Value maps = b.relu(conv(b, "classifier.1", features, {.channels = 1000, .kernel = 1}));
  return b.flatten(b.global_average_pool(maps));  // [N, 1000, h, w] -> [N, 1000]
}

std::vector<Network> SqueezenetFamily::networks() {
  return {{"squeezenet", "SqueezeNet 1.1, features and classifier", [](uint64_t seed) {
             Builder b("squeezenet", seed);
             const Features features = squeezenet_features(b, pictures(b, "x", 3));
             output_taps(b, features);
             b.output("features", features.last);
             return finish(b, squeezenet_classifier(b, features.last));
           }}};
}

}  // namespace kintsugi::nets
