#include "kintsugi/nets/deepfill.h"

#include <array>

#include "kintsugi/error.h"
#include "kintsugi/nets/layers.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Init;
using graph::LayerOptions;
using graph::Value;

namespace {

constexpr float kSoftmaxScale = 10;
constexpr float kLeastSquaredNorm = 1e-8f;  // the authors' least norm, 1e-4

/// TensorFlow's layers: padding "SAME", weights uniform after Glorot, biases 0.
LayerOptions layer(int64_t channels, int64_t kernel, int64_t stride = 1, int64_t dilation = 1) {
  return {.channels = channels,
          .kernel = kernel,
          .stride = stride,
          .dilation = dilation,
          .is_same = true,
          .init = Init::xavier()};
}

/// Layers 1 to 6, whose names begin with `prefix`; the channels are before the gate.
///   x [N, C, H, W];  return  [N, channels[5] / 2, H/4, W/4]
Value encoder(Builder& b, const std::string& prefix, Value x,
              const std::array<int64_t, 6>& channels, Gated last = &Builder::elu) {
  x = gated_conv(b, prefix + "1", x, layer(channels[0], 5));
  x = gated_conv(b, prefix + "2_downsample", x, layer(channels[1], 3, 2));  // -> H/2, W/2
  x = gated_conv(b, prefix + "3", x, layer(channels[2], 3));
  x = gated_conv(b, prefix + "4_downsample", x, layer(channels[3], 3, 2));  // -> H/4, W/4
  x = gated_conv(b, prefix + "5", x, layer(channels[4], 3));
  return gated_conv(b, prefix + "6", x, layer(channels[5], 3), last);
}

/// Layers 7 to 10, which see far.
Value dilated(Builder& b, const std::string& prefix, Value x, int64_t channels) {
  for (const int64_t number : {7, 8, 9, 10}) {
    const int64_t dilation = int64_t{2} << (number - 7);  // 2, 4, 8, 16
    const std::string name = prefix + std::to_string(number) + "_atrous";
    x = gated_conv(b, name, x, layer(channels, 3, 1, dilation));
  }
  return x;
}

/// Layers 11 to 17.
///   x [N, C, H/4, W/4];  return  [N, 3, H, W] in [-1, 1]
Value decoder(Builder& b, const std::string& prefix, Value x, int64_t w) {
  const auto conv = [&](const char* name, const Value& in, int64_t channels) {
    return gated_conv(b, prefix + name, in, layer(channels, 3));
  };
  x = conv("11", x, 4 * w);
  x = conv("12", x, 4 * w);
  x = conv("13_upsample_conv", b.upsample_nearest(x, 2), 2 * w);  // -> [N, w, H/2, W/2]
  x = conv("14", x, 2 * w);
  x = conv("15_upsample_conv", b.upsample_nearest(x, 2), w);  // -> [N, w/2, H, W]
  x = conv("16", x, w / 2);                                   // -> [N, w/4, H, W]
  return b.tanh(graph::conv(b, prefix + "17", x, layer(3, 3)));
}

/// Kernels that pick each of a window's pixels: [C k², 1, k, k].
Tensor one_hot(int64_t channels, int64_t kernel) {
  const int64_t area = kernel * kernel;
  std::vector<float> values(static_cast<size_t>(channels * area * area));
  for (int64_t i = 0; i < channels * area; ++i) values[i * area + i % area] = 1;
  return Tensor({channels * area, 1, kernel, kernel}, std::move(values));
}

/// All patches, a column each; zeros around x.
///   x [N, C, h, w];  return  [N, C k², P], P patches
Value patches(Builder& b, const Value& x, int64_t kernel, int64_t stride) {
  const int64_t channels = b.extent(x, 1);
  const Value taps = b.constant(one_hot(channels, kernel));
  const Value y = b.conv(x, taps, {}, {.stride = stride, .padding = 1, .groups = channels});
  return b.reshape(y, {0, channels * kernel * kernel, -1});
}

/// Rows and columns as `alike` has them, or half of x's, by taking pixels between aligned corners:
/// so TensorFlow 1 does it in the authors' code, and so their weights were learned.
Value pick(Builder& b, const Value& x, const Value& scales, const Value& sizes) {
  return b.op("Resize", {x, {}, scales, sizes},
              {{"mode", std::string("nearest")},
               {"coordinate_transformation_mode", std::string("align_corners")},
               {"nearest_mode", std::string("round_prefer_ceil")}});
}
Value pick_half(Builder& b, const Value& x) {
  return pick(b, x, b.constant(Tensor({4}, std::vector<float>{1, 1, .5f, .5f})), {});
}
Value pick_like(Builder& b, const Value& x, const Value& alike) {
  return pick(b, x, {},
              b.concat({b.size(x, 0), b.size(x, 1), b.size(alike, 2), b.size(alike, 3)}, 0));
}

/// Adds to the score of two patches those of their neighbours: where two pictures agree, the
/// patches to the left and to the right do, too; then those above and below.
///   scores [N, P, P], as the result;  picture [N, C, h, w], P = h w
Value fuse(Builder& b, const Value& scores, const Value& picture) {
  const Value diagonal = b.constant(Tensor({1, 1, 3, 3}, std::vector<float>{1, 0, 0,  //
                                                                            0, 1, 0,  //
                                                                            0, 0, 1}));
  const auto list = [&](int64_t value) { return b.constant(std::vector<int64_t>{value}); };
  const Value batch = b.size(picture, 0), h = b.size(picture, 2), w = b.size(picture, 3);
  const Value positions = b.multiply(h, w);
  Value y = scores;
  for (const auto& [rows, columns] : {std::pair(h, w), std::pair(w, h)}) {
    y = b.reshape(y, b.concat({batch, list(1), positions, positions}, 0));
    y = b.conv(y, diagonal, {}, {.padding = 1});
    y = b.reshape(y, b.concat({batch, rows, columns, rows, columns}, 0));
    y = b.transpose(y, {0, 2, 1, 4, 3});  // the other way through rows and columns
  }
  return b.reshape(y, b.concat({batch, positions, positions}, 0));
}

}  // namespace

Value contextual_attention(Builder& b, const Value& x, const Value& mask) {
  const int64_t channels = b.extent(x, 1);
  const Value small = pick_half(b, x);                     // -> [N, C, h/2, w/2], P positions
  const Value hole = pick_half(b, pick_like(b, mask, x));  // -> [N, 1, h/2, w/2]
  const Value touched = b.max_pool(hole, {3, 1, 1});       // by the hole: the patch around it
  const Value known = b.subtract(1, b.reshape(touched, {0, 1, -1}));  // [N, 1, P]

  const Value wanted = patches(b, small, 3, 1);  // [N, 9 C, P]
  Value norm = b.op("ReduceSumSquare", {wanted}, {{"axes", std::vector<int64_t>{1}}});
  norm = b.op("Sqrt", {b.op("Max", {norm, b.constant(kLeastSquaredNorm)})});
  Value scores = b.matmul(b.transpose(wanted, {0, 2, 1}), b.divide(wanted, norm));  // [N, P, P]
  scores = b.multiply(fuse(b, scores, small), known);
  const Value shares = b.multiply(b.softmax(b.multiply(scores, kSoftmaxScale), -1), known);

  const Value copied = patches(b, x, 4, 2);                      // [N, 16 C, P]
  Value y = b.matmul(shares, b.transpose(copied, {0, 2, 1}));    // -> [N, P, 16 C]
  y = unflatten(b, b.transpose(y, {0, 2, 1}), small);            // -> [N, 16 C, h/2, w/2]
  y = b.conv_transpose(y, b.constant(one_hot(channels, 4)), {},  // -> [N, C, h, w]
                       {.stride = 2, .padding = 1, .groups = channels});
  return b.multiply(y, 0.25f);  // four patches lie over each pixel
}

Deepfilled deepfill_generator(Builder& b, const Value& picture, const Value& mask,
                              const DeepfillOptions& options) {
  const int64_t w = options.width;
  check(w % 4 == 0, "width is ", w, ", expected a multiple of 4, for gates and half of half of it");
  const Value ones = b.add(b.multiply(mask, 0), 1);  // inside the picture, unlike its border
  Value x = b.concat({picture, ones, mask}, 1);      // [N, 5, H, W]
  x = encoder(b, "conv", x, {w, 2 * w, 2 * w, 4 * w, 4 * w, 4 * w});  // -> [N, 2w, H/4, W/4]
  const Value coarse = decoder(b, "conv", dilated(b, "conv", x, 4 * w), w);

  const Value better = mix(b, picture, coarse, mask);
  x = encoder(b, "xconv", better, {w, w, 2 * w, 2 * w, 4 * w, 4 * w});
  const Value imagined = dilated(b, "xconv", x, 4 * w);
  x = encoder(b, "pmconv", better, {w, w, 2 * w, 4 * w, 4 * w, 4 * w}, &Builder::relu);
  x = contextual_attention(b, x, mask);
  x = gated_conv(b, "pmconv9", x, layer(4 * w, 3));
  x = gated_conv(b, "pmconv10", x, layer(4 * w, 3));
  x = b.concat({imagined, x}, 1);  // -> [N, 4w, H/4, W/4]
  return {.coarse = coarse, .image = decoder(b, "allconv", x, w)};
}

Value deepfill_discriminator(Builder& b, Value x, const DeepfillDiscriminatorOptions& options) {
  const int64_t w = options.width;
  int number = 1;
  for (const int64_t channels : {w, 2 * w, 4 * w, 4 * w, 4 * w, 4 * w}) {
    const std::string name = "conv" + std::to_string(number++);
    x = b.leaky_relu(conv(b, name, x, layer(channels, 5, 2)), 0.2f);  // half the size each
  }
  return x;
}

Generated DeepfillOptions::generate(Builder& b, const Painted& input) const {
  const Deepfilled filled = deepfill_generator(b, input.picture, input.mask, *this);
  return {.picture = filled.image, .coarse = filled.coarse};
}

Value DeepfillDiscriminatorOptions::judge(Builder& b, const Value& picture) const {
  const Value mask = pictures(b, "mask", 1, b.extent(picture, 2));
  return deepfill_discriminator(b, b.concat({picture, mask}, 1), *this);
}

std::vector<Network> DeepfillFamily::networks() {
  return {{"deepfill", "generator of DeepFill v2: gated convolutions, contextual attention",
           [](uint64_t seed) {
             Builder b("deepfill", seed);
             const Value picture = pictures(b, "x", 3), mask = pictures(b, "mask", 1);
             const Deepfilled filled = deepfill_generator(b, picture, mask);
             b.output("coarse", filled.coarse);
             return finish(b, filled.image);
           }},
          {"deepfill-discriminator", "its SN-PatchGAN", [](uint64_t seed) {
             Builder b("deepfill-discriminator", seed);
             const auto normalized = b.spectral_norm();
             return finish(b, deepfill_discriminator(b, pictures(b, "x", 4)));
           }}};
}

}  // namespace kintsugi::nets
