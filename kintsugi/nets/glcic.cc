#include "kintsugi/nets/glcic.h"

#include "kintsugi/base/error.h"
#include "kintsugi/graph/layers.h"

namespace kintsugi::nets {
namespace {

using graph::LayerOptions;

// Convolution, batch norm and ReLU in the wanted order, named conv3 and bn3.
class Layers {
 public:
  Layers(Builder& b, const GlcicOptions& options)
      : b_(b), is_norm_first_(options.norm_order == "norm_act") {
    check(is_norm_first_ || options.norm_order == "act_norm", "norm-order is '", options.norm_order,
          "', expected norm_act or act_norm");
  }

  Value conv(int number, const Value& x, const LayerOptions& options) {
    return finish(number, graph::conv(b_, "conv" + std::to_string(number), x, options));
  }
  Value deconv(int number, const Value& x, const LayerOptions& options) {
    return finish(number, graph::conv_transpose(b_, "deconv" + std::to_string(number), x, options));
  }

 private:
  Value finish(int number, const Value& x) {
    const std::string name = "bn" + std::to_string(number);
    return is_norm_first_ ? b_.relu(batch_norm(b_, name, x)) : batch_norm(b_, name, b_.relu(x));
  }

  Builder& b_;
  bool is_norm_first_;
};

// The stack of k5 s2 convolutions that both discriminators are, and a fully connected layer.
Value critic(Builder& b, Value x, const std::vector<int64_t>& widths, const GlcicOptions& options) {
  Layers layers(b, options);
  int number = 0;
  for (const int64_t width : widths) {
    x = layers.conv(++number, x, {.channels = width, .kernel = 5, .stride = 2, .padding = 2});
  }
  return b.relu(linear(b, "linear" + std::to_string(number + 1), b.flatten(x), 1024));
}

}  // namespace

Value glcic_completion(Builder& b, const Value& input, const GlcicOptions& options) {
  Layers layers(b, options);
  const int64_t w = options.width;
  const auto plain = [](int64_t channels) {
    return LayerOptions{.channels = channels, .padding = 1};
  };
  const auto halve = [](int64_t channels) {
    return LayerOptions{.channels = channels, .stride = 2, .padding = 1};
  };
  const auto dilated = [w](int64_t d) {
    return LayerOptions{.channels = 4 * w, .padding = d, .dilation = d};
  };
  const auto twice = [](int64_t channels) {
    return LayerOptions{.channels = channels, .kernel = 4, .stride = 2, .padding = 1};
  };
  Value x = layers.conv(1, input, {.channels = w, .kernel = 5, .padding = 2});
  x = layers.conv(2, x, halve(2 * w));  // [N, 64, H, W] -> [N, 128, H/2, W/2]
  x = layers.conv(3, x, plain(2 * w));
  x = layers.conv(4, x, halve(4 * w));  // [N, 128, H/2, W/2] -> [N, 256, H/4, W/4]
  x = layers.conv(5, x, plain(4 * w));
  x = layers.conv(6, x, plain(4 * w));
  x = layers.conv(7, x, dilated(2));
  x = layers.conv(8, x, dilated(4));
  x = layers.conv(9, x, dilated(8));
  x = layers.conv(10, x, dilated(16));
  x = layers.conv(11, x, plain(4 * w));
  x = layers.conv(12, x, plain(4 * w));
  x = layers.deconv(13, x, twice(2 * w));  // [N, 256, H/4, W/4] -> [N, 128, H/2, W/2]
  x = layers.conv(14, x, plain(2 * w));
  x = layers.deconv(15, x, twice(w));  // [N, 128, H/2, W/2] -> [N, 64, H, W]
  x = layers.conv(16, x, plain(w / 2));
  return b.sigmoid(graph::conv(b, "conv17", x, plain(3)));
}

Value glcic_discriminator(Builder& b, const Value& local, const Value& global,
                          const GlcicOptions& options) {
  const int64_t w = options.width;
  const auto side = [&](const std::string& name, const Value& x, std::vector<int64_t> widths) {
    const auto scope = b.scope(name);
    return critic(b, x, widths, options);
  };
  const Value near = side("model_ld", local, {w, 2 * w, 4 * w, 8 * w, 8 * w});
  const Value far = side("model_gd", global, {w, 2 * w, 4 * w, 8 * w, 8 * w, 8 * w});
  return b.sigmoid(linear(b, "linear1", b.concat({near, far}, 1), 1));  // [N, 2048] -> [N, 1]
}

}  // namespace kintsugi::nets
