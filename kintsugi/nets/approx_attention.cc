#include "kintsugi/nets/approx_attention.h"

#include "kintsugi/nets/layers.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::LayerOptions;
using graph::Value;

Value approx_net(Builder& b, Value x, const ApproxNetOptions& options) {
  const int64_t pixels = b.extent(x, 1) * b.extent(x, 2) * b.extent(x, 3);
  const auto dropout = [&](Value in) { return b.dropout(in, static_cast<float>(options.dropout)); };
  Value y = b.flatten(x);                                   // -> [N, 3 H W]
  y = dropout(b.relu(linear(b, "fc1", y, options.width)));  // -> [N, 1024]
  y = dropout(b.relu(linear(b, "fc2", y, options.width)));  // -> [N, 1024]
  y = b.sigmoid(linear(b, "fc3", y, pixels));               // -> [N, 3 H W]
  return b.reshape(y, {0, b.extent(x, 1), b.extent(x, 2), b.extent(x, 3)});
}

Attended self_attention(Builder& b, const std::string& name, Value x) {
  const auto scope = b.scope(name);
  const int64_t channels = b.extent(x, 1);
  const auto project = [&](const char* layer, int64_t to) {
    const Value maps = conv(b, layer, x, {.channels = to, .kernel = 1});
    return b.reshape(maps, {0, to, -1});  // [N, to, H, W] -> [N, to, P]
  };
  const Value f = project("f", channels / 8);
  const Value g = project("g", channels / 8);
  const Value h = project("h", channels);
  const Value scores =
      b.matmul(b.transpose(g, {0, 2, 1}), f);  // [N, P, C/8] [N, C/8, P] -> [N, P, P]
  const Value attention = b.softmax(scores, -1);
  // h is turned, not the P x P maps: they are what this layer reads and writes the longest.
  Value o = b.matmul(attention, b.transpose(h, {0, 2, 1}));  // [N, P, P] [N, P, C] -> [N, P, C]
  o = unflatten(b, b.transpose(o, {0, 2, 1}), x);            // -> [N, C, P] -> [N, C, H, W]
  const Value gamma = b.weight("gamma", {1}, graph::Init::zeros());
  return {.image = b.add(b.multiply(gamma, o), x), .attention = attention};
}

Attended attention_generator(Builder& b, Value x, const AttentionGeneratorOptions& options) {
  const int64_t w = options.width;
  const auto block = [&](const std::string& number, Value in) {
    return b.relu(batch_norm(b, "norm" + number, in));
  };
  const auto conv = [&](Value in, const char* number, LayerOptions layer) {
    return block(number, graph::conv(b, std::string("conv") + number, in, layer));
  };
  const auto deconv = [&](Value in, const char* number, int64_t channels) {
    return block(number, conv_transpose(b, std::string("deconv") + number, in, doubling(channels)));
  };
  x = conv(x, "1", {.channels = w, .kernel = 5, .padding = 2});  // [N, 3, H, W] -> [N, w, H, W]
  x = conv(x, "2",
           {.channels = 2 * w, .kernel = 4, .stride = 2, .padding = 1});  // -> [N, 2w, H/2, W/2]
  x = conv(x, "3",
           {.channels = 4 * w, .kernel = 4, .stride = 2, .padding = 1});  // -> [N, 4w, H/4, W/4]
  x = self_attention(b, "attention1", x).image;
  x = conv(x, "4", {.channels = 4 * w, .kernel = 3, .padding = 1});
  x = deconv(x, "5", 2 * w);  // -> [N, 2w, H/2, W/2]
  const Attended fine = self_attention(b, "attention2", x);
  x = deconv(fine.image, "6", w);                                              // -> [N, w, H, W]
  x = graph::conv(b, "conv7", x, {.channels = 3, .kernel = 3, .padding = 1});  // -> [N, 3, H, W]
  return {.image = b.sigmoid(x), .attention = fine.attention};
}

Value attention_discriminator(Builder& b, Value x, const AttentionDiscriminatorOptions& options) {
  const auto conv = [&](Value in, const char* name, int64_t channels) {
    return b.leaky_relu(
        graph::conv(b, name, in, {.channels = channels, .kernel = 4, .stride = 2, .padding = 1}),
        0.2f);
  };
  const int64_t w = options.width;
  x = conv(x, "conv1", w);                              // [N, 3, H, W] -> [N, w, H/2, W/2]
  x = batch_norm(b, "norm2", conv(x, "conv2", 2 * w));  // -> [N, 2w, H/4, W/4]
  x = batch_norm(b, "norm3", conv(x, "conv3", 4 * w));  // -> [N, 4w, H/8, W/8]
  x = batch_norm(b, "norm4", conv(x, "conv4", 8 * w));  // -> [N, 8w, H/16, W/16]
  x = linear(b, "fc5", b.flatten(x), options.dense_width);
  return b.sigmoid(linear(b, "fc6", b.leaky_relu(x, 0.2f), 1));  // -> [N, 1]
}

Generated ApproxAttentionOptions::generate(Builder& b, const Painted& input) const {
  Value coarse;
  {
    const auto scope = b.scope("approx");
    coarse = approx_net(b, input.picture, {.width = approx_width, .dropout = dropout});
  }
  const Painted better = {.picture = mix(b, input.picture, coarse, input.mask),
                          .mask = input.mask,
                          .has_mask = input.has_mask};
  const auto scope = b.scope("attention");
  const Attended attended = attention_generator(b, seen(b, better), {.width = width});
  return {.picture = attended.image, .attention = attended.attention, .coarse = coarse};
}

Value AttentionDiscriminatorOptions::judge(Builder& b, const Value& picture) const {
  return attention_discriminator(b, picture, *this);
}

std::vector<Network> ApproxAttentionFamily::networks() {
  return {{"approx-net", "ApproxNet of report 001",
           [](uint64_t seed) {
             Builder b("approx-net", seed);
             return finish(b, approx_net(b, pictures(b, "x", 3, 64)));
           }},
          {"attention-generator", "attention generator of report 001",
           [](uint64_t seed) {
             Builder b("attention-generator", seed);
             const Attended attended = attention_generator(b, pictures(b, "x", 3));
             b.output("attention", attended.attention);
             return finish(b, attended.image);
           }},
          {"attention-discriminator", "its discriminator", [](uint64_t seed) {
             Builder b("attention-discriminator", seed);
             return finish(b, attention_discriminator(b, pictures(b, "x", 3, 64)));
           }}};
}

}  // namespace kintsugi::nets
