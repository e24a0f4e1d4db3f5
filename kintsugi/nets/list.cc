#include "kintsugi/nets/list.h"

#include "kintsugi/base/error.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/nets/alexnet.h"
#include "kintsugi/nets/approx_attention.h"
#include "kintsugi/nets/context.h"
#include "kintsugi/nets/glcic.h"
#include "kintsugi/nets/gmcnn.h"
#include "kintsugi/nets/mobilenet.h"
#include "kintsugi/nets/squeezenet.h"
#include "kintsugi/nets/unet.h"
#include "kintsugi/nets/vgg.h"

namespace kintsugi::nets {
namespace {

using graph::Dim;
using graph::Graph;
using graph::Shape;

// [N, channels, H, W], or with a side that the network fixes.
Shape picture(int64_t channels, int64_t side = 0) {
  if (side) return {Dim::symbol("N"), channels, side, side};
  return {Dim::symbol("N"), channels, Dim::symbol("H"), Dim::symbol("W")};
}

// A graph around the common case: one input, one output.
template <class Network>
Graph single(const char* name, uint64_t seed, Shape shape, Network network) {
  Builder b(name, seed);
  const Value x = b.input("input", std::move(shape));
  b.output("output", network(b, x));
  return b.finish();
}

template <class Features>
Graph layers(const char* name, uint64_t seed, Shape shape, Features features) {
  Builder b(name, seed);
  const Value x = b.input("input", std::move(shape));
  int number = 0;
  for (const Value& layer : features(b, x)) b.output("layer" + std::to_string(number++), layer);
  return b.finish();
}

Graph gmcnn(const char* name, uint64_t seed, const char* attention) {
  return single(name, seed, picture(4), [&](Builder& b, const Value& x) {
    return gmcnn_generator(b, x, {.attention = attention});
  });
}

Graph glcic_critic(uint64_t seed) {
  Builder b("glcic-discriminator", seed);
  const Value local = b.input("local", picture(3, 128)),
              global = b.input("global", picture(3, 256));
  b.output("output", glcic_discriminator(b, local, global));
  return b.finish();
}

Graph attention(uint64_t seed) {
  Builder b("attention-generator", seed);
  const Attention result = attention_generator(b, b.input("input", picture(4, 64)));
  b.output("output", result.result);
  b.output("attention", result.map);
  return b.finish();
}

Graph mobilenet(uint64_t seed) {
  Builder b("mobilenet-v2", seed);
  const MobileNet net = mobilenet_v2(b, b.input("input", picture(3)));
  b.output("pooled", net.pooled);
  b.output("logits", net.logits);
  return b.finish();
}

Graph squeeze(uint64_t seed) {
  Builder b("squeezenet", seed);
  const SqueezeNet net = squeezenet(b, b.input("input", picture(3)), /*has_classifier=*/true);
  b.output("features", net.features);
  b.output("logits", net.logits);
  return b.finish();
}

Graph vgg(const char* name, uint64_t seed, const VggOptions& options) {
  return layers(name, seed, picture(3),
                [&](Builder& b, const Value& x) { return vgg_features(b, x, options); });
}

}  // namespace

const std::vector<Network>& all_networks() {
  using S = uint64_t;
  static const std::vector<Network> list = {
      {"unet", "report 000's recursive U-Net, 256x256",
       [](S s) {
         return single("unet", s, picture(4, 256),
                       [](Builder& b, const Value& x) { return unet_generator(b, x); });
       }},
      {"unet-global-discriminator", "report 000's global discriminator, 256x256",
       [](S s) {
         return single("unet-global-discriminator", s, picture(3, 256),
                       [](Builder& b, const Value& x) { return unet_global_discriminator(b, x); });
       }},
      {"unet-patch-discriminator", "report 000's patch discriminator, field 40x40",
       [](S s) {
         return single("unet-patch-discriminator", s, picture(3),
                       [](Builder& b, const Value& x) { return patch_discriminator(b, x); });
       }},
      {"approx-net", "report 001's first guess, 64x64",
       [](S s) {
         return single("approx-net", s, picture(3, 64),
                       [](Builder& b, const Value& x) { return approx_net(b, x); });
       }},
      {"attention-generator", "report 001's generator and its attention map, 64x64", attention},
      {"attention-discriminator", "report 001's discriminator, 64x64",
       [](S s) {
         return single("attention-discriminator", s, picture(3, 64),
                       [](Builder& b, const Value& x) { return attention_discriminator(b, x); });
       }},
      {"context-center", "report 002: the centre block, 224x224",
       [](S s) { return single("context-center", s, picture(3, 224), context_center_generator); }},
      {"context-center-discriminator", "report 002: on the centre block, 48x48",
       [](S s) {
         return single("context-center-discriminator", s, picture(3, 48),
                       context_center_discriminator);
       }},
      {"context-conv", "report 002: AlexNet's shape, 224x224",
       [](S s) { return single("context-conv", s, picture(3, 224), context_conv_generator); }},
      {"context-alexnet", "report 002: AlexNet's features, 224x224",
       [](S s) {
         return single("context-alexnet", s, picture(3, 224), context_alexnet_generator);
       }},
      {"context-patch-discriminator", "report 002: field 23x23",
       [](S s) {
         return single("context-patch-discriminator", s, picture(3), context_patch_discriminator);
       }},
      {"glcic", "report 003's completion network",
       [](S s) {
         return single("glcic", s, picture(4),
                       [](Builder& b, const Value& x) { return glcic_completion(b, x); });
       }},
      {"glcic-discriminator", "report 003's global and local discriminator", glcic_critic},
      {"gmcnn", "report 004's generator", [](S s) { return gmcnn("gmcnn", s, "none"); }},
      {"gmcnn-se", "the same with squeeze and excitation",
       [](S s) { return gmcnn("gmcnn-se", s, "se"); }},
      {"gmcnn-a2", "the same with double attention",
       [](S s) { return gmcnn("gmcnn-a2", s, "a2"); }},
      {"gmcnn-discriminator", "report 004's discriminator, 256x256",
       [](S s) {
         return single("gmcnn-discriminator", s, picture(3, 256),
                       [](Builder& b, const Value& x) { return gmcnn_discriminator(b, x); });
       }},
      {"confidence-mask", "report 004's blurred mask, 7 rounds",
       [](S s) {
         return single("confidence-mask", s, picture(1),
                       [](Builder& b, const Value& x) { return confidence_mask(b, x); });
       }},
      {"vgg13-bn", "VGG-13 with batch norm: features",
       [](S s) { return vgg("vgg13-bn", s, {.depth = 13, .has_batch_norm = true}); }},
      {"vgg16", "VGG-16: features", [](S s) { return vgg("vgg16", s, {.depth = 16}); }},
      {"vgg19", "VGG-19: features", [](S s) { return vgg("vgg19", s, {.depth = 19}); }},
      {"alexnet", "AlexNet: features",
       [](S s) {
         return layers("alexnet", s, picture(3),
                       [](Builder& b, const Value& x) { return alexnet_features(b, x).layers; });
       }},
      {"squeezenet", "SqueezeNet 1.1: features and classes", squeeze},
      {"mobilenet-v2", "MobileNetV2 1.0: features and 1,001 classes", mobilenet},
  };
  return list;
}

Graph build_network(const std::string& name, uint64_t seed) {
  std::string names;
  for (const Network& network : all_networks()) {
    if (name == network.name) return network.build(seed);
    names += (names.empty() ? "" : ", ") + std::string(network.name);
  }
  throw Error("there is no network '" + name + "', expected one of " + names);
}

}  // namespace kintsugi::nets
