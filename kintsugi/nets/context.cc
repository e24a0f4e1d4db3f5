#include "kintsugi/nets/context.h"

#include "kintsugi/nets/alexnet.h"
#include "kintsugi/nets/layers.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::LayerOptions;
using graph::Value;

namespace {

/// Convolution `name`.conv, batch norm `name`.norm, ReLU.
Value conv_norm_relu(Builder& b, const std::string& name, Value x, LayerOptions layer) {
  x = graph::conv(b, name + ".conv", x, layer);
  return b.relu(batch_norm(b, name + ".norm", x));
}

/// The same for a layer of a decoder.
Value deconv_norm_relu(Builder& b, const std::string& name, Value x, LayerOptions layer) {
  x = conv_transpose(b, name + ".conv", x, layer);
  return b.relu(batch_norm(b, name + ".norm", x));
}

}  // namespace

Value context_center_generator(Builder& b, Value x, const ContextOptions& options) {
  const int64_t w = options.width;
  x = conv_norm_relu(b, "encoder1", x, {.channels = w, .kernel = 11, .stride = 4});  // 224 -> 54
  x = conv_norm_relu(b, "encoder2", x, {.channels = 2 * w, .kernel = 5, .padding = 2});
  x = b.max_pool(x, {.kernel = 3, .stride = 3});  // -> 18
  x = conv_norm_relu(b, "encoder3", x, {.channels = 4 * w, .kernel = 3, .padding = 1});
  x = b.max_pool(x, {.kernel = 3, .stride = 2});  // -> 8
  x = graph::conv(b, "encoder4.conv", x, {.channels = 8 * w, .kernel = 3, .padding = 1});
  x = b.max_pool(x, {.kernel = 3, .stride = 2});  // -> [N, 512, 3, 3]
  x = deconv_norm_relu(b, "decoder1", x, {.channels = 4 * w, .kernel = 3, .stride = 2});  // -> 7
  x = deconv_norm_relu(b, "decoder2", x, {.channels = 2 * w, .kernel = 4});               // -> 10
  x = deconv_norm_relu(b, "decoder3", x, {.channels = w, .kernel = 5, .stride = 2});      // -> 23
  x = deconv_norm_relu(b, "decoder4", x, {.channels = w / 2, .kernel = 4, .stride = 2});  // -> 48
  return conv_transpose(b, "decoder5.conv", x, {.channels = 3, .kernel = 1});  // -> [N, 3, 48, 48]
}

Value context_center_discriminator(Builder& b, Value x, const ContextOptions& options) {
  const int64_t w = options.width;
  const auto layer = [&](Value in, const char* name, int64_t channels) {
    return conv_norm_relu(b, name, in, {.channels = channels, .kernel = 3, .padding = 1});
  };
  x = layer(x, "layer1", w);
  x = b.max_pool(x, {.kernel = 3, .stride = 3});  // [N, 3, 48, 48] -> [N, 64, 16, 16]
  x = layer(x, "layer2", 2 * w);
  x = b.max_pool(x, {.kernel = 2, .stride = 2});  // -> [N, 128, 8, 8]
  x = layer(x, "layer3", 4 * w);
  x = b.max_pool(x, {.kernel = 2, .stride = 2});                        // -> [N, 256, 4, 4]
  x = layer(x, "layer4", 8 * w);                                        // -> [N, 512, 4, 4]
  x = linear(b, "fc1", b.flatten(x), w);                                // [N, 8192] -> [N, 64]
  return b.sigmoid(linear(b, "fc2", batch_norm(b, "fc1.norm", x), 1));  // -> [N, 1]
}

Value context_conv_generator(Builder& b, Value x, const ContextOptions& options) {
  const int64_t w = options.width;
  const auto conv = [&](Value in, const char* name, LayerOptions layer) {
    return b.relu(graph::conv(b, name, in, layer));
  };
  x = conv(x, "encoder1", {.channels = 3 * w / 2, .kernel = 11, .stride = 4});  // 224 -> 54
  x = b.max_pool(x, {.kernel = 3, .stride = 2});                                // -> 26
  x = conv(x, "encoder2", {.channels = 4 * w, .kernel = 5, .padding = 2});
  x = b.max_pool(x, {.kernel = 3, .stride = 2});  // -> 12
  x = conv(x, "encoder3", {.channels = 6 * w, .kernel = 3, .padding = 1});
  x = conv(x, "encoder4", {.channels = 6 * w, .kernel = 3, .padding = 1});
  x = conv(x, "encoder5", {.channels = 6 * w, .kernel = 3, .padding = 1});
  x = b.max_pool(x, {.kernel = 3, .stride = 2});  // -> [N, 384, 5, 5]
  x = channelwise_linear(b, "cfc", x);
  x = conv(x, "widen", {.channels = 8 * w, .kernel = 1});  // -> [N, 512, 5, 5]
  x = deconv_norm_relu(b, "decoder1", x, {.channels = 4 * w, .kernel = 4, .stride = 2});  // -> 12
  x = deconv_norm_relu(b, "decoder2", x, {.channels = 2 * w, .kernel = 4, .stride = 2});  // -> 26
  x = deconv_norm_relu(b, "decoder3", x, {.channels = w, .kernel = 4, .stride = 2});      // -> 54
  x = deconv_norm_relu(b, "decoder4", x, {.channels = w / 2, .kernel = 5, .stride = 2});  // -> 111
  return conv_transpose(b, "decoder5.conv", x,
                        {.channels = 3, .kernel = 4, .stride = 2});  // -> 224
}

Value context_alexnet_generator(Builder& b, Value x, const ContextAlexnetOptions& options) {
  const int64_t w = options.width;
  x = alexnet_features(b, x, options.encoder_width).last;  // [N, 3, 224, 224] -> [N, 256, 6, 6]
  x = channelwise_linear(b, "cfc", x);
  x = b.dropout(x, static_cast<float>(options.dropout));
  x = prelu(b, "cfc_prelu", batch_norm(b, "cfc_norm", x));
  const auto deconv = [&](Value in, const char* name, LayerOptions layer) {
    return deconv_norm_relu(b, name, in, layer);
  };
  x = deconv(x, "decoder1", {.channels = 2 * w, .kernel = 4});                             // -> 9
  x = deconv(x, "decoder2", {.channels = w, .kernel = 4, .stride = 3, .padding = 1});      // -> 26
  x = deconv(x, "decoder3", {.channels = w, .kernel = 4, .stride = 2, .padding = 1});      // -> 52
  x = deconv(x, "decoder4", {.channels = w / 2, .kernel = 5, .stride = 2, .padding = 1});  // -> 105
  x = conv_transpose(b, "decoder5.conv", x,
                     {.channels = 3, .kernel = 3, .stride = 2, .padding = 1});  // -> 209
  return b.resize_linear(x, 224, 224);
}

Value context_patch_discriminator(Builder& b, Value x, const ContextOptions& options) {
  const int64_t w = options.width;
  const auto layer = [&](Value in, const char* name, int64_t channels, int64_t stride) {
    return conv_norm_relu(b, name, in,
                          {.channels = channels, .kernel = 3, .stride = stride, .padding = 1});
  };
  x = layer(x, "layer1", w, 2);      // [N, 3, H, W] -> [N, 64, H/2, W/2]
  x = layer(x, "layer2", 2 * w, 2);  // -> [N, 128, H/4, W/4]
  x = layer(x, "layer3", 4 * w, 1);  // -> [N, 256, H/4, W/4]
  x = graph::conv(b, "layer4.conv", x, {.channels = 1, .kernel = 3, .stride = 2, .padding = 1});
  return b.sigmoid(x);  // -> [N, 1, H/8, W/8]
}

/// The painted block in its place, zeros around it.
Generated ContextCenter::generate(Builder& b, const Painted& input) const {
  const Value block = context_center_generator(b, seen(b, input), *this);
  const int64_t border = (b.extent(input.picture, 2) - b.extent(block, 2)) / 2;
  return {.picture = b.pad(block, graph::Padding::all(border))};  // [N, 3, 48, 48] -> 224 x 224
}

Generated ContextConv::generate(Builder& b, const Painted& input) const {
  return {.picture = context_conv_generator(b, seen(b, input), *this)};
}

Generated ContextAlexnetOptions::generate(Builder& b, const Painted& input) const {
  return {.picture = context_alexnet_generator(b, seen(b, input), *this)};
}

Value ContextCenterDiscriminator::judge(Builder& b, const Value& picture) const {
  constexpr int64_t kBlock = 48;
  const int64_t border = (b.extent(picture, 2) - kBlock) / 2;
  const Value rows = b.slice(picture, 2, border, border + kBlock);
  return context_center_discriminator(b, b.slice(rows, 3, border, border + kBlock), *this);
}

Value ContextPatchDiscriminator::judge(Builder& b, const Value& picture) const {
  return context_patch_discriminator(b, picture, *this);
}

std::vector<Network> ContextFamily::networks() {
  return {{"context-center", "first model of report 002, for a hole in the middle",
           [](uint64_t seed) {
             Builder b("context-center", seed);
             return finish(b, context_center_generator(b, pictures(b, "x", 3, 224)));
           }},
          {"context-center-discriminator", "its discriminator",
           [](uint64_t seed) {
             Builder b("context-center-discriminator", seed);
             return finish(b, context_center_discriminator(b, pictures(b, "x", 3, 48)));
           }},
          {"context-conv", "second model of report 002",
           [](uint64_t seed) {
             Builder b("context-conv", seed);
             return finish(b, context_conv_generator(b, pictures(b, "x", 3, 224)));
           }},
          {"context-alexnet", "third model of report 002: AlexNet as encoder",
           [](uint64_t seed) {
             Builder b("context-alexnet", seed);
             return finish(b, context_alexnet_generator(b, pictures(b, "x", 3, 224)));
           }},
          {"context-patch-discriminator", "patch discriminator of both", [](uint64_t seed) {
             Builder b("context-patch-discriminator", seed);
             return finish(b, context_patch_discriminator(b, pictures(b, "x", 3)));
           }}};
}

}  // namespace kintsugi::nets
