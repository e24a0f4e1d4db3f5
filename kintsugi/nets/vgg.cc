#include "kintsugi/nets/vgg.h"

#include <array>
#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/graph/layers.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

namespace {

/// Convolutions per stage, by columns B, D and E of the table.
std::array<int, 5> layers_per_stage(int64_t depth) {
  if (depth == 13) return {2, 2, 2, 2, 2};
  if (depth == 16) return {2, 2, 3, 3, 3};
  check(depth == 19, "depth is ", depth, ", expected 13, 16 or 19");
  return {2, 2, 4, 4, 4};
}

constexpr std::array<int64_t, 5> kChannels = {64, 128, 256, 512, 512};

}  // namespace

Features vgg_features(Builder& b, Value x, const VggOptions& options) {
  const std::array<int, 5> layers = layers_per_stage(options.depth);
  Features result;
  int index = 0;  // in torchvision's list of modules, where ReLU and pooling have numbers too
  const auto next = [&](int modules) {
    return "features." + std::to_string(std::exchange(index, index + modules));
  };
  for (size_t stage = 0; stage < layers.size(); ++stage) {
    for (int layer = 1; layer <= layers[stage]; ++layer) {
      x = conv(b, next(1), x, {.channels = kChannels[stage], .kernel = 3, .padding = 1});
      if (options.has_batch_norm) x = batch_norm(b, next(1), x);
      x = b.relu(x);
      ++index;
      const std::string name = "conv" + std::to_string(stage + 1) + "_" + std::to_string(layer);
      result.taps.push_back({name, x});
      result.last = x;
      if (name == options.until) return result;
    }
    result.last = x =
        b.max_pool(x, {.kernel = 2, .stride = 2});  // [N, C, H, W] -> [N, C, H/2, W/2]
    ++index;
  }
  check(options.until.empty(), "until is '", options.until, "', expected a layer of VGG-",
        options.depth, " such as conv3_2");
  return result;
}

namespace {

graph::Graph network(const char* name, const VggOptions& options, uint64_t seed) {
  Builder b(name, seed);
  const Features features = vgg_features(b, pictures(b, "x", 3), options);
  output_taps(b, features);
  return finish(b, features.last);
}

}  // namespace

std::vector<Network> VggFamily::networks() {
  return {{"vgg13-bn", "features of VGG-13 with batch norm",
           [](uint64_t seed) {
             return network("vgg13-bn", {.depth = 13, .has_batch_norm = true}, seed);
           }},
          {"vgg16", "features of VGG-16",
           [](uint64_t seed) { return network("vgg16", {.depth = 16}, seed); }},
          {"vgg19", "features of VGG-19",
           [](uint64_t seed) { return network("vgg19", {.depth = 19}, seed); }}};
}

}  // namespace kintsugi::nets
