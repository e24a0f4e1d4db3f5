#include "kintsugi/nets/squeezenet.h"

#include "kintsugi/graph/layers.h"

namespace kintsugi::nets {
namespace {

// Squeeze to few channels, expand by 1x1 and 3x3 kernels side by side.
Value fire(Builder& b, const std::string& name, const Value& x, int64_t squeeze, int64_t expand) {
  const auto scope = b.scope(name);
  const Value s = b.relu(conv(b, "squeeze", x, {.channels = squeeze, .kernel = 1}));
  const Value one = b.relu(conv(b, "expand1x1", s, {.channels = expand, .kernel = 1}));
  const Value three = b.relu(conv(b, "expand3x3", s, {.channels = expand, .padding = 1}));
  return b.concat({one, three}, 1);
}

}  // namespace

SqueezeNet squeezenet(Builder& b, const Value& input, bool has_classifier) {
  SqueezeNet net;
  const auto pool = [&](const Value& x) {
    return b.max_pool(x, {.kernel = 3, .stride = 2, .is_ceil = true});
  };
  const auto keep = [&](const Value& x) {
    net.slices.push_back(x);
    return x;
  };
  {
    const auto scope = b.scope("features");
    Value x = keep(b.relu(conv(b, "0", input, {.channels = 64, .stride = 2})));
    x = fire(b, "3", pool(x), 16, 64);
    x = keep(fire(b, "4", x, 16, 64));
    x = fire(b, "6", pool(x), 32, 128);
    x = keep(fire(b, "7", x, 32, 128));
    x = keep(fire(b, "9", pool(x), 48, 192));
    x = keep(fire(b, "10", x, 48, 192));
    x = keep(fire(b, "11", x, 64, 256));
    net.features = keep(fire(b, "12", x, 64, 256));
  }
  if (!has_classifier) return net;
  const Value scores =
      conv(b, "classifier.1", b.dropout(net.features, 0.5f), {.channels = 1000, .kernel = 1});
  net.logits = b.flatten(b.global_average_pool(b.relu(scores)));
  return net;
}

}  // namespace kintsugi::nets
