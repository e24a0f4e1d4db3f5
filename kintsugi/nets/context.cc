#include "kintsugi/nets/context.h"

#include "kintsugi/graph/layers.h"
#include "kintsugi/nets/alexnet.h"
#include "kintsugi/nets/blocks.h"

namespace kintsugi::nets {
namespace {

using graph::LayerOptions;

// Layers of one network, numbered: conv1 and bn1, deconv2 and bn2 …
struct Layers {
  Builder& b;
  int number = 0;

  std::string next(const char* kind) { return kind + std::to_string(number); }

  Value conv(const Value& x, const LayerOptions& options) {
    ++number;
    return graph::conv(b, next("conv"), x, options);
  }
  Value conv_relu(const Value& x, const LayerOptions& options) { return b.relu(conv(x, options)); }
  Value conv_norm_relu(const Value& x, const LayerOptions& options) {
    const Value y = conv(x, options);
    return b.relu(batch_norm(b, next("bn"), y));
  }
  Value deconv_norm_relu(const Value& x, const LayerOptions& options) {
    ++number;
    const Value y = conv_transpose(b, next("deconv"), x, options);
    return b.relu(batch_norm(b, next("bn"), y));
  }
  Value deconv(const Value& x, const LayerOptions& options) {
    ++number;
    return conv_transpose(b, next("deconv"), x, options);
  }
  Value pool(const Value& x, int64_t kernel, int64_t stride) {
    return b.max_pool(x, {.kernel = kernel, .stride = stride});
  }
};

}  // namespace

Value context_center_generator(Builder& b, const Value& input) {
  Layers l{b};
  Value x = l.conv_norm_relu(input, {.channels = 64, .kernel = 11, .stride = 4});  // 224 -> 54
  x = l.conv_norm_relu(x, {.channels = 128, .kernel = 5, .padding = 2});
  x = l.pool(x, 3, 3);  // 54 -> 18
  x = l.conv_norm_relu(x, {.channels = 256, .padding = 1});
  x = l.pool(x, 3, 2);  // 18 -> 8
  x = l.conv(x, {.channels = 512, .padding = 1});
  x = l.pool(x, 3, 2);                                                     // 8 -> 3
  x = l.deconv_norm_relu(x, {.channels = 256, .kernel = 3, .stride = 2});  // 3 -> 7
  x = l.deconv_norm_relu(x, {.channels = 128, .kernel = 4});               // 7 -> 10
  x = l.deconv_norm_relu(x, {.channels = 64, .kernel = 5, .stride = 2});   // 10 -> 23
  x = l.deconv_norm_relu(x, {.channels = 32, .kernel = 4, .stride = 2});   // 23 -> 48
  return l.conv(x, {.channels = 3, .kernel = 1});
}

Value context_conv_generator(Builder& b, const Value& input) {
  Layers l{b};
  Value x = l.conv_relu(input, {.channels = 96, .kernel = 11, .stride = 4});  // 224 -> 54
  x = l.pool(x, 3, 2);                                                        // 54 -> 26
  x = l.conv_relu(x, {.channels = 256, .kernel = 5, .padding = 2});
  x = l.pool(x, 3, 2);  // 26 -> 12
  for (int i = 0; i < 3; ++i) x = l.conv_relu(x, {.channels = 384, .padding = 1});
  x = l.pool(x, 3, 2);  // 12 -> 5
  x = channel_fc(b, "cfc", x);
  x = l.conv(x, {.channels = 512, .kernel = 1});  // the report's tables jump from 384 to 512
  x = l.deconv_norm_relu(x, {.channels = 256, .kernel = 4, .stride = 2});  // 5 -> 12
  x = l.deconv_norm_relu(x, {.channels = 128, .kernel = 4, .stride = 2});  // 12 -> 26
  x = l.deconv_norm_relu(x, {.channels = 64, .kernel = 4, .stride = 2});   // 26 -> 54
  x = l.deconv_norm_relu(x, {.channels = 32, .kernel = 5, .stride = 2});   // 54 -> 111
  return l.deconv(x, {.channels = 3, .kernel = 4, .stride = 2});           // 111 -> 224
}

Value context_alexnet_generator(Builder& b, const Value& input) {
  Value x = alexnet_features(b, input).pooled;  // [N, 256, 6, 6]
  x = b.dropout(channel_fc(b, "cfc", x), 0.4f);
  x = prelu(b, "prelu", batch_norm(b, "bn", x));
  Layers l{b};
  x = l.deconv_norm_relu(x, {.channels = 128, .kernel = 4});                            // 6 -> 9
  x = l.deconv_norm_relu(x, {.channels = 64, .kernel = 4, .stride = 3, .padding = 1});  // 9 -> 26
  x = l.deconv_norm_relu(x, {.channels = 64, .kernel = 4, .stride = 2, .padding = 1});  // -> 52
  x = l.deconv_norm_relu(x, {.channels = 32, .kernel = 5, .stride = 2, .padding = 1});  // -> 105
  x = l.deconv(x, {.channels = 3, .kernel = 3, .stride = 2, .padding = 1});             // -> 209
  return b.resize_linear(x, b.extent(input, 2), b.extent(input, 3));
}

Value context_center_discriminator(Builder& b, const Value& input) {
  Layers l{b};
  Value x = l.pool(l.conv_norm_relu(input, {.channels = 64, .padding = 1}), 3, 3);  // 48 -> 16
  x = l.pool(l.conv_norm_relu(x, {.channels = 128, .padding = 1}), 2, 2);           // 16 -> 8
  x = l.pool(l.conv_norm_relu(x, {.channels = 256, .padding = 1}), 2, 2);           // 8 -> 4
  x = l.conv_norm_relu(x, {.channels = 512, .padding = 1});
  x = batch_norm(b, "bn5", linear(b, "fc5", b.flatten(x), 64));  // [N, 8192] -> [N, 64]
  return b.sigmoid(linear(b, "fc6", x, 1));
}

Value context_patch_discriminator(Builder& b, const Value& input) {
  Layers l{b};
  Value x = l.conv_norm_relu(input, {.channels = 64, .stride = 2, .padding = 1});
  x = l.conv_norm_relu(x, {.channels = 128, .stride = 2, .padding = 1});
  x = l.conv_norm_relu(x, {.channels = 256, .padding = 1});
  return b.sigmoid(l.conv(x, {.channels = 1, .stride = 2, .padding = 1}));
}

}  // namespace kintsugi::nets
