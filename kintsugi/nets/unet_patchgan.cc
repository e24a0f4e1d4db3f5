#include "kintsugi/nets/unet_patchgan.h"

#include <algorithm>

#include "kintsugi/error.h"
#include "kintsugi/graph/field_stack.h"
#include "kintsugi/nets/layers.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Value;

namespace {

/// Channels inside block or after layer `level`, 0 the outermost: width 2^level, capped.
int64_t channels_at(int64_t level, int64_t width, int64_t max_width) {
  return level < 20 ? std::min(width << level, max_width) : max_width;
}

/// Block `level` of the U-Net: down, the blocks inside it, up. Report 000 has the activation before
/// the batch norm.
///   x       [N, C, H, W]
///   return  [N, 2C, H, W], x first; [N, 3, H, W] of the outermost
Value block(Builder& b, Value x, int64_t level, const UnetOptions& options) {
  const std::string down = "down" + std::to_string(level + 1),
                    up = "up" + std::to_string(level + 1);
  const bool is_outermost = level == 0, is_innermost = level + 1 == options.depth;
  const int64_t channels = channels_at(level, options.width, options.max_width);

  Value y =
      conv(b, down + ".conv", x, {.channels = channels, .kernel = 4, .stride = 2, .padding = 1});
  y = b.leaky_relu(y, 0.2f);  // [N, C, H, W] -> [N, channels, H/2, W/2]
  if (!is_outermost) y = batch_norm(b, down + ".norm", y);
  y = is_innermost ? channelwise_linear(b, "cfc", y) : block(b, y, level + 1, options);
  if (is_outermost) return b.tanh(conv_transpose(b, up + ".conv", y, doubling(3)));
  y = b.relu(conv_transpose(b, up + ".conv", y, doubling(b.extent(x, 1))));  // -> [N, C, H, W]
  return b.concat({x, batch_norm(b, up + ".norm", y)}, 1);
}

}  // namespace

Value unet_generator(Builder& b, Value x, const UnetOptions& options) {
  check(options.depth >= 1 && options.depth <= 12, "depth is ", options.depth,
        ", expected 1 to 12");
  const int64_t height = b.extent(x, 2), width = b.extent(x, 3), step = int64_t{1} << options.depth;
  check(height % step == 0 && width % step == 0, "the picture is ", height, " x ", width,
        ", expected multiples of ", step);
  return block(b, x, 0, options);
}

Value unet_global_discriminator(Builder& b, Value x, const GlobalDiscriminatorOptions& options) {
  int64_t level = 0;
  for (; b.extent(x, 2) > 4; ++level) {  // [N, C, H, H] -> [N, channels, H/2, H/2]
    const int64_t channels = channels_at(level, options.width, options.max_width);
    const std::string name = "global.conv" + std::to_string(level + 1);
    x = b.leaky_relu(
        conv(b, name, x, {.channels = channels, .kernel = 4, .stride = 2, .padding = 1}), 0.2f);
    if (level > 0) x = batch_norm(b, "global.norm" + std::to_string(level + 1), x);
  }
  const std::string last = "global.conv" + std::to_string(level + 1);
  return b.flatten(conv(b, last, x, {.channels = 1, .kernel = 4}));  // [N, C, 4, 4] -> [N, 1]
}

Value unet_patch_discriminator(Builder& b, Value x, const PatchDiscriminatorOptions& options) {
  const std::vector<int64_t> strides =
      graph::strides_for_field(options.receptive_field, options.kernel);
  for (size_t layer = 0; layer < strides.size(); ++layer) {
    const bool is_last = layer + 1 == strides.size();
    const int64_t channels =
        channels_at(static_cast<int64_t>(layer), options.width, options.max_width);
    const std::string number = std::to_string(layer + 1);
    x = conv(b, "patch.conv" + number, x,
             {.channels = is_last ? 1 : channels,
              .kernel = options.kernel,
              .stride = strides[layer],
              .padding = (options.kernel - 1) / 2});
    if (is_last) break;
    x = b.leaky_relu(x, 0.2f);
    if (layer > 0) x = batch_norm(b, "patch.norm" + number, x);
  }
  return x;
}

Value joined_values(Builder& b, Value global, Value patches) {
  return b.concat({global, b.flatten(patches)}, 1);  // [N, 1, h, w] -> [N, h w]
}

Generated UnetOptions::generate(Builder& b, const Painted& input) const {
  return {.picture = unet_generator(b, seen(b, input), *this)};
}

Value GlobalDiscriminatorOptions::judge(Builder& b, const Value& picture) const {
  return unet_global_discriminator(b, picture, *this);
}

Value PatchDiscriminatorOptions::judge(Builder& b, const Value& picture) const {
  return unet_patch_discriminator(b, picture, *this);
}

Value UnetDiscriminatorOptions::judge(Builder& b, const Value& picture) const {
  Value global, patches;
  {
    const auto scope = b.scope("global");
    global = unet_global_discriminator(b, picture,
                                       {.width = global_width, .max_width = global_max_width});
  }
  const auto scope = b.scope("patch");
  patches = unet_patch_discriminator(
      b, picture,
      {.receptive_field = receptive_field, .width = patch_width, .max_width = patch_max_width});
  b.output("global", global);  // for inspection: the fields of the two
  b.output("patches", patches);
  return joined_values(b, global, patches);
}

std::vector<Network> UnetPatchganFamily::networks() {
  return {
      {"unet", "recursive U-Net of report 000",
       [](uint64_t seed) {
         Builder b("unet", seed);
         return finish(b, unet_generator(b, pictures(b, "x", 4, 256)));
       }},
      {"unet-global-discriminator", "its discriminator for the picture",
       [](uint64_t seed) {
         Builder b("unet-global-discriminator", seed);
         return finish(b, unet_global_discriminator(b, pictures(b, "x", 3, 256)));
       }},
      {"unet-patch-discriminator", "its discriminator for patches of 40 x 40", [](uint64_t seed) {
         Builder b("unet-patch-discriminator", seed);
         return finish(b, unet_patch_discriminator(b, pictures(b, "x", 3)));
       }}};
}

}  // namespace kintsugi::nets
