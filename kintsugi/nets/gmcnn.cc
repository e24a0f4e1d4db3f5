#include "kintsugi/nets/gmcnn.h"

#include "kintsugi/base/error.h"
#include "kintsugi/graph/layers.h"
#include "kintsugi/nets/blocks.h"

namespace kintsugi::nets {
namespace {

using graph::Padding;

// One column: layers numbered as in the authors' release, where upsamplings have numbers too.
class Column {
 public:
  Column(Builder& b, const std::string& name, int64_t kernel, const GmcnnOptions& options)
      : b_(b), name_(name), kernel_(kernel), options_(options) {}

  // Convolution that keeps height and width (but for the stride), then ELU.
  Value conv(const Value& x, int64_t channels, int64_t stride = 1, int64_t dilation = 1) {
    return b_.elu(linear_conv(x, channels, stride, dilation));
  }

  Value linear_conv(const Value& x, int64_t channels, int64_t stride = 1, int64_t dilation = 1) {
    const int64_t padding = dilation * (kernel_ - 1) / 2;
    const bool is_reflect = options_.padding == "reflect";
    return graph::conv(b_, name_ + "." + std::to_string(number_++),
                       is_reflect ? b_.pad(x, Padding::all(padding), "reflect") : x,
                       {.channels = channels,
                        .kernel = kernel_,
                        .stride = stride,
                        .padding = is_reflect ? 0 : padding,
                        .dilation = dilation});
  }

  Value nearest(const Value& x, float scale) {
    ++number_;
    return b_.upsample_nearest(x, scale);
  }

  Value bilinear(const Value& x, float scale) {
    if (options_.upsample == "nearest") return nearest(x, scale);
    ++number_;
    return b_.upsample_linear(x, scale, /*is_corner_aligned=*/true);
  }

 private:
  Builder& b_;
  std::string name_;
  int64_t kernel_;
  const GmcnnOptions& options_;
  int number_ = 0;
};

// A column's first twelve layers: down to a quarter, dilated, [N, 4, H, W] -> [N, 4c, H/4, W/4].
struct Encoded {
  Value first;  // [N, c, H, W], the first layer's output
  Value last;
};

Encoded encode(Builder& b, Column& column, const std::string& name, const Value& input,
               const GmcnnOptions& options) {
  const int64_t c = options.width;
  const Value first = column.conv(input, c);
  Value x = column.conv(first, 2 * c, 2);  // [N, c, H, W] -> [N, 2c, H/2, W/2]
  x = column.conv(x, 2 * c);
  x = column.conv(x, 4 * c, 2);  // [N, 2c, H/2, W/2] -> [N, 4c, H/4, W/4]
  x = column.conv(x, 4 * c);
  x = column.conv(x, 4 * c);
  if (options.attention == "se") x = squeeze_excitation(b, name + "_se", x);
  for (const int64_t dilation : {2, 4, 8, 16}) x = column.conv(x, 4 * c, 1, dilation);
  x = column.conv(x, 4 * c);
  return {first, column.conv(x, 4 * c)};
}

// Double attention (Chen et al. 2018): gathers from `from`, distributes to `to`.
//   from, to, return  [N, c, H, W]
Value double_attention(Builder& b, const Value& from, const Value& to) {
  const auto scope = b.scope("A2");
  const int64_t c = b.extent(from, 1), half = c / 2;
  const Value recalibrated = squeeze_excitation(b, "se", from);
  const auto flat = [&](const std::string& name, const Value& x) {
    return b.reshape(conv(b, name, x, {.channels = half, .kernel = 1}), {0, half, -1});
  };
  const Value features = flat("features", recalibrated);                    // A [N, c/2, HW]
  const Value gather = b.softmax(flat("gather", recalibrated), -1);         // B [N, k, HW], k = c/2
  const Value global = b.matmul(features, b.transpose(gather, {0, 2, 1}));  // G [N, c/2, k]
  const Value vectors = b.softmax(conv(b, "distribute", to, {.channels = half, .kernel = 1}), 1);
  Value z = b.matmul(global, b.reshape(vectors, {0, half, -1}));  // Z [N, c/2, HW]
  z = b.op("Reshape", {z, b.op("Shape", {vectors})});             // [N, c/2, H, W], for k = c/2
  return conv(b, "result", z, {.channels = c, .kernel = 1});
}

void check_options(const GmcnnOptions& o) {
  check(o.padding == "reflect" || o.padding == "zeros", "padding is '", o.padding,
        "', expected reflect or zeros");
  check(o.upsample == "release" || o.upsample == "nearest", "upsample is '", o.upsample,
        "', expected release or nearest");
  check(o.attention == "none" || o.attention == "se" || o.attention == "a2", "attention is '",
        o.attention, "', expected none, se or a2");
  check(o.width >= 2 && o.width % 2 == 0, "width is ", o.width, ", expected an even number");
}

}  // namespace

Value gmcnn_generator(Builder& b, const Value& input, const GmcnnOptions& options) {
  check_options(options);
  const int64_t c = options.width;
  Column wide(b, "EB1", 7, options);
  Value x1 = wide.bilinear(encode(b, wide, "EB1", input, options).last, 4);  // [N, 4c, H, W]

  Column middle(b, "EB2", 5, options);
  Value x2 = middle.nearest(encode(b, middle, "EB2", input, options).last, 2);
  x2 = middle.conv(x2, 2 * c);
  x2 = middle.bilinear(middle.conv(x2, 2 * c), 2);  // [N, 2c, H, W]

  Column narrow(b, "EB3", 3, options);
  const Encoded encoded = encode(b, narrow, "EB3", input, options);
  Value x3 = narrow.nearest(encoded.last, 2);
  x3 = narrow.conv(x3, 2 * c);
  x3 = narrow.nearest(narrow.conv(x3, 2 * c), 2);
  x3 = narrow.conv(x3, c);
  x3 = narrow.conv(x3, c);  // [N, c, H, W]

  std::vector<Value> columns = {x1, x2, x3};
  if (options.attention == "a2") columns.push_back(double_attention(b, encoded.first, x3));
  Column decoder(b, "decoding_layers", 3, options);
  const Value x = decoder.conv(b.concat(columns, 1), c / 2);  // [N, 7c, H, W] -> [N, c/2, H, W]
  return b.clip(decoder.linear_conv(x, 3), -1, 1);
}

Value gmcnn_discriminator(Builder& b, const Value& input, int64_t width) {
  const int64_t w = width;
  Value x = input;
  int number = 0;
  for (const int64_t channels : {w, 2 * w, 4 * w, 8 * w, 4 * w, 2 * w}) {
    x = conv(b, "layers." + std::to_string(number++), x,
             {.channels = channels, .kernel = 5, .stride = 2, .padding = 2});
    x = b.leaky_relu(x, 0.2f);
  }
  return linear(b, "layers." + std::to_string(number), b.flatten(x), 1);
}

}  // namespace kintsugi::nets
