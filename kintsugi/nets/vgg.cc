#include "kintsugi/nets/vgg.h"

#include <algorithm>

#include "kintsugi/base/error.h"
#include "kintsugi/graph/layers.h"

namespace kintsugi::nets {

std::vector<Value> vgg_features(Builder& b, const Value& input, const VggOptions& o) {
  check(o.depth == 13 || o.depth == 16 || o.depth == 19, "depth is ", o.depth,
        ", expected 13, 16 or 19");
  check(o.num_convs >= 1, "num-convs is ", o.num_convs, ", expected at least 1");
  const auto scope = b.scope("features");
  const int64_t deep = (o.depth - 13) / 3 + 2;  // convolutions in each of the last three stages
  std::vector<Value> layers;
  Value x = input;
  int number = 0;  // torchvision counts convolutions, norms, activations and poolings
  for (int64_t stage = 0; stage < 5; ++stage) {
    const int64_t channels = std::min<int64_t>(512, int64_t{64} << stage);
    for (int64_t i = 0; i < (stage < 2 ? 2 : deep); ++i) {
      x = conv(b, std::to_string(number++), x, {.channels = channels, .padding = 1});
      if (o.has_batch_norm) x = batch_norm(b, std::to_string(number++), x);
      x = b.relu(x);
      ++number;
      layers.push_back(x);
      if (static_cast<int64_t>(layers.size()) == o.num_convs) return layers;
    }
    if (stage == 4) break;
    x = b.max_pool(x, {.kernel = 2, .stride = 2});  // [N, C, H, W] -> [N, C, H/2, W/2]
    ++number;
  }
  return layers;
}

}  // namespace kintsugi::nets
