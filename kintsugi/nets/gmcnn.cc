#include "kintsugi/nets/gmcnn.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::LayerOptions;
using graph::Value;

namespace {

/// One of the three columns: convolutions "EB1.0", "EB1.1", … of one kernel size, each with ELU.
/// The numbers count upsamplings as well, as the authors' lists of modules do.
class Column {
 public:
  Column(Builder& b, const std::string& name, int64_t kernel, const GmcnnOptions& options)
      : b_(b), name_(name), kernel_(kernel), options_(options) {}

  Value conv(Value x, LayerOptions layer) {
    layer.kernel = kernel_;
    const std::string name = name_ + "." + std::to_string(number_++);
    return b_.elu(padded_conv(b_, name, x, layer, options_.padding));
  }

  Value upsample_nearest(Value x) {
    ++number_;
    return b_.upsample_nearest(x, 2);
  }

  /// Bilinear between aligned corners, unless the options say otherwise.
  Value upsample_last(Value x, float factor) {
    ++number_;
    if (options_.upsample == GmcnnUpsample::kNearest) return b_.upsample_nearest(x, factor);
    return b_.upsample_linear(x, factor, /*is_corner_aligned=*/true);
  }

  /// All layers at a quarter of the size, and those that lead there. `first` becomes the output of
  /// the first one.
  ///   x       [N, 4, H, W];  first  [N, c, H, W];  return  [N, 4c, H/4, W/4]
  Value encode(Value x, Value& first);

 private:
  Builder& b_;
  std::string name_;
  int64_t kernel_;
  const GmcnnOptions& options_;
  int number_ = 0;
};

Value Column::encode(Value x, Value& first) {
  const int64_t c = options_.width;
  x = first = conv(x, {.channels = c});           // [N, 4, H, W] -> [N, c, H, W]
  x = conv(x, {.channels = 2 * c, .stride = 2});  // -> [N, 2c, H/2, W/2]
  x = conv(x, {.channels = 2 * c});
  x = conv(x, {.channels = 4 * c, .stride = 2});  // -> [N, 4c, H/4, W/4]
  x = conv(x, {.channels = 4 * c});
  x = conv(x, {.channels = 4 * c});
  if (options_.attention == GmcnnAttention::kSqueezeExcite)
    x = squeeze_excite(b_, name_ + ".se", x);
  x = conv(x, {.channels = 4 * c, .dilation = 2});
  x = conv(x, {.channels = 4 * c, .dilation = 4});
  x = conv(x, {.channels = 4 * c, .dilation = 8});
  x = conv(x, {.channels = 4 * c, .dilation = 16});
  x = conv(x, {.channels = 4 * c});
  return conv(x, {.channels = 4 * c});
}

/// [N, 4, H, W] -> [N, 4c, H, W]
Value column7(Builder& b, Value x, const GmcnnOptions& options) {
  Column column(b, "EB1", 7, options);
  Value first;
  x = column.encode(x, first);        // -> [N, 4c, H/4, W/4]
  return column.upsample_last(x, 4);  // -> [N, 4c, H, W]
}

/// [N, 4, H, W] -> [N, 2c, H, W]
Value column5(Builder& b, Value x, const GmcnnOptions& options) {
  Column column(b, "EB2", 5, options);
  Value first;
  x = column.encode(x, first);                          // -> [N, 4c, H/4, W/4]
  x = column.upsample_nearest(x);                       // -> [N, 4c, H/2, W/2]
  x = column.conv(x, {.channels = 2 * options.width});  // -> [N, 2c, H/2, W/2]
  x = column.conv(x, {.channels = 2 * options.width});
  return column.upsample_last(x, 2);  // -> [N, 2c, H, W]
}

/// [N, 4, H, W] -> [N, c, H, W]; `first` becomes the first layer's output, of the same shape.
Value column3(Builder& b, Value x, Value& first, const GmcnnOptions& options) {
  Column column(b, "EB3", 3, options);
  x = column.encode(x, first);                          // -> [N, 4c, H/4, W/4]
  x = column.upsample_nearest(x);                       // -> [N, 4c, H/2, W/2]
  x = column.conv(x, {.channels = 2 * options.width});  // -> [N, 2c, H/2, W/2]
  x = column.conv(x, {.channels = 2 * options.width});
  x = column.upsample_nearest(x);                   // -> [N, 2c, H, W]
  x = column.conv(x, {.channels = options.width});  // -> [N, c, H, W]
  return column.conv(x, {.channels = options.width});
}

/// A² double attention (Chen et al. 2018): what `from` has anywhere, gathered into k = c/2
/// descriptors, is handed to the positions of `to` that ask for it.
///   from, to  [N, c, H, W];  return  [N, c, H, W]
Value double_attention(Builder& b, Value from, Value to, int64_t c) {
  const auto project = [&](const char* layer, Value x, int64_t channels) {
    const Value maps =
        graph::conv(b, std::string("A2.") + layer, x, {.channels = channels, .kernel = 1});
    return b.reshape(maps, {0, channels, -1});  // [N, c, H, W] -> [N, channels, H W]
  };
  from = squeeze_excite(b, "A2.se", from);
  const Value a = project("a", from, c / 2);                          // [N, c/2, H W]
  const Value where = b.softmax(project("b", from, c / 2), -1);       // [N, k, H W]
  const Value gathered = b.matmul(a, b.transpose(where, {0, 2, 1}));  // -> [N, c/2, k]
  const Value wanted = b.softmax(project("v", to, c / 2), 1);         // [N, k, H W]
  Value z = b.matmul(gathered, wanted);                               // -> [N, c/2, H W]
  z = unflatten(b, z, to);                                            // -> [N, c/2, H, W]
  return graph::conv(b, "A2.out", z, {.channels = c, .kernel = 1});   // -> [N, c, H, W]
}

}  // namespace

Value gmcnn_generator(Builder& b, Value x, const GmcnnOptions& options) {
  const int64_t c = options.width;
  Value first;
  std::vector<Value> columns = {column7(b, x, options), column5(b, x, options),
                                column3(b, x, first, options)};
  if (options.attention == GmcnnAttention::kDouble) {
    columns.push_back(double_attention(b, first, columns[2], c));
  }
  x = b.concat(columns, 1);  // [N, 4c, H, W], [N, 2c, H, W], [N, c, H, W] -> [N, 7c, H, W]; a2: 8c
  const auto conv = [&](const char* name, Value in, int64_t channels) {
    return padded_conv(b, name, in, {.channels = channels, .kernel = 3}, options.padding);
  };
  x = b.elu(conv("decoding_layers.0", x, c / 2));  // -> [N, c/2, H, W]
  x = conv("decoding_layers.1", x, 3);             // -> [N, 3, H, W]
  return b.clip(x, -1, 1);
}

Value gmcnn_discriminator(Builder& b, Value x, const GmcnnDiscriminatorOptions& options) {
  const auto conv = [&](Value in, const char* number, int64_t channels) {
    return b.leaky_relu(graph::conv(b, std::string("conv") + number, in,
                                    {.channels = channels, .kernel = 5, .stride = 2, .padding = 2}),
                        0.2f);
  };
  const int64_t w = options.width;
  x = conv(x, "1", w);      // [N, 3, H, W] -> [N, w, H/2, W/2]
  x = conv(x, "2", 2 * w);  // -> [N, 2w, H/4, W/4]
  x = conv(x, "3", 4 * w);  // -> [N, 4w, H/8, W/8]
  x = conv(x, "4", 8 * w);  // -> [N, 8w, H/16, W/16]
  x = conv(x, "5", 4 * w);  // -> [N, 4w, H/32, W/32]
  x = conv(x, "6", 2 * w);  // -> [N, 2w, H/64, W/64]
  return linear(b, "dense", b.flatten(x), 1);
}

Needs GmcnnOptions::needs() const {
  // Reflection by 48 at a quarter of the size, of column 7's layer of dilation 16.
  return {.range = Range::kSigned, .multiple = 4, .minimum = padding == Border::kReflect ? 200 : 4};
}

Generated GmcnnOptions::generate(Builder& b, const Painted& input) const {
  return {.picture = gmcnn_generator(b, seen(b, input), *this)};
}

Value GmcnnDiscriminatorOptions::judge(Builder& b, const Value& picture) const {
  if (view == GmcnnView::kPicture) return gmcnn_discriminator(b, picture, *this);
  const Value mask = pictures(b, "mask", 1, b.extent(picture, 2));
  return gmcnn_discriminator(b, b.multiply(picture, mask), *this);
}

namespace {

graph::Graph generator(const char* name, const GmcnnOptions& options, uint64_t seed) {
  Builder b(name, seed);
  return finish(b, gmcnn_generator(b, pictures(b, "x", 4), options));
}

graph::Graph critic(const char* name, const GmcnnDiscriminatorOptions& options, uint64_t seed) {
  Builder b(name, seed);
  return finish(b, options.judge(b, pictures(b, "x", 3, 256)));
}

}  // namespace

std::vector<Network> GmcnnFamily::networks() {
  return {{"gmcnn", "generator of GMCNN: three columns",
           [](uint64_t seed) { return generator("gmcnn", {}, seed); }},
          {"gmcnn-se", "the same with squeeze-and-excitation",
           [](uint64_t seed) {
             return generator("gmcnn-se", {.attention = GmcnnAttention::kSqueezeExcite}, seed);
           }},
          {"gmcnn-a2", "the same with double attention",
           [](uint64_t seed) {
             return generator("gmcnn-a2", {.attention = GmcnnAttention::kDouble}, seed);
           }},
          {"gmcnn-global-discriminator", "critic of GMCNN for the picture",
           [](uint64_t seed) { return critic("gmcnn-global-discriminator", {}, seed); }},
          {"gmcnn-local-discriminator", "critic of GMCNN for the hole", [](uint64_t seed) {
             return critic("gmcnn-local-discriminator", {.view = GmcnnView::kHole}, seed);
           }}};
}

}  // namespace kintsugi::nets
