#include "kintsugi/nets/glcic.h"

#include "kintsugi/error.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::LayerOptions;
using graph::Value;

Value glcic_completion(Builder& b, Value x, const CompletionOptions& options) {
  const auto block = [&](Value in, std::string number) {
    return norm_and_act(b, "bn" + number, in, options.norm_order, Activation::kRelu);
  };
  const auto conv = [&](Value in, std::string number, LayerOptions layer) {
    layer.padding = same_padding(layer);
    return block(graph::conv(b, "conv" + number, in, layer), number);
  };
  const auto deconv = [&](Value in, std::string number, int64_t channels) {
    return block(conv_transpose(b, "deconv" + number, in, doubling(channels)), number);
  };
  const int64_t w = options.width;

  x = conv(x, "1", {.channels = w, .kernel = 5});                   // [N, 4, H, W] -> [N, w, H, W]
  x = conv(x, "2", {.channels = 2 * w, .kernel = 3, .stride = 2});  // -> [N, 2w, H/2, W/2]
  x = conv(x, "3", {.channels = 2 * w, .kernel = 3});
  x = conv(x, "4", {.channels = 4 * w, .kernel = 3, .stride = 2});  // -> [N, 4w, H/4, W/4]
  x = conv(x, "5", {.channels = 4 * w, .kernel = 3});
  x = conv(x, "6", {.channels = 4 * w, .kernel = 3});
  x = conv(x, "7", {.channels = 4 * w, .kernel = 3, .dilation = 2});
  x = conv(x, "8", {.channels = 4 * w, .kernel = 3, .dilation = 4});
  x = conv(x, "9", {.channels = 4 * w, .kernel = 3, .dilation = 8});
  x = conv(x, "10", {.channels = 4 * w, .kernel = 3, .dilation = 16});
  x = conv(x, "11", {.channels = 4 * w, .kernel = 3});
  x = conv(x, "12", {.channels = 4 * w, .kernel = 3});
  x = deconv(x, "13", 2 * w);  // -> [N, 2w, H/2, W/2]
  x = conv(x, "14", {.channels = 2 * w, .kernel = 3});
  x = deconv(x, "15", w);                                                       // -> [N, w, H, W]
  x = conv(x, "16", {.channels = w / 2, .kernel = 3});                          // -> [N, w/2, H, W]
  x = graph::conv(b, "conv17", x, {.channels = 3, .kernel = 3, .padding = 1});  // -> [N, 3, H, W]
  return b.sigmoid(x);
}

namespace {

/// Convolutions "conv1", "conv2", … of a discriminator, each of which halves the picture, and the
/// dense layer after them.
///   return  [N, 16 width]
Value branch(Builder& b, const std::string& name, Value x, const std::vector<int64_t>& channels,
             const GlcicDiscriminatorOptions& options) {
  const auto scope = b.scope(name);
  int number = 1;
  for (int64_t c : channels) {
    const std::string n = std::to_string(number++);
    x = graph::conv(b, "conv" + n, x, {.channels = c, .kernel = 5, .stride = 2, .padding = 2});
    x = norm_and_act(b, "bn" + n, x, options.norm_order, options.activation);
  }
  const std::string dense = "linear" + std::to_string(number);
  return activate(b, linear(b, dense, b.flatten(x), 16 * options.width), options.activation);
}

}  // namespace

Value glcic_discriminator(Builder& b, Value local, Value global,
                          const GlcicDiscriminatorOptions& options) {
  const int64_t w = options.width;
  const Value of_hole = branch(b, "model_ld", local, {w, 2 * w, 4 * w, 8 * w, 8 * w}, options);
  const Value of_whole =
      branch(b, "model_gd", global, {w, 2 * w, 4 * w, 8 * w, 8 * w, 8 * w}, options);
  const Value both = b.concat({of_hole, of_whole}, 1);  // [N, 16w] twice -> [N, 32w]
  return b.sigmoid(linear(b, "linear1", both, 1));
}

Generated CompletionOptions::generate(Builder& b, const Painted& input) const {
  return {.picture = glcic_completion(b, seen(b, input), *this)};
}

Value GlcicDiscriminatorOptions::judge(Builder& b, const Value& picture) const {
  const int64_t size = b.extent(picture, 2);
  check(crop <= size, "the square around the hole is ", crop,
        " pixels wide, expected at most the picture's ", size);
  return glcic_discriminator(b, pictures(b, "local", 3, crop), picture, *this);
}

std::vector<Network> GlcicFamily::networks() {
  return {{"glcic", "completion network of GLCIC",
           [](uint64_t seed) {
             Builder b("glcic", seed);
             return finish(b, glcic_completion(b, pictures(b, "x", 4)));
           }},
          {"glcic-discriminator", "its local and global discriminator, joined", [](uint64_t seed) {
             Builder b("glcic-discriminator", seed);
             const Value local = pictures(b, "local", 3, 128),
                         global = pictures(b, "global", 3, 256);
             return finish(b, glcic_discriminator(b, local, global));
           }}};
}

}  // namespace kintsugi::nets
