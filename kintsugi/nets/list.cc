#include "kintsugi/nets/list.h"

#include "kintsugi/error.h"
#include "kintsugi/nets/alexnet.h"
#include "kintsugi/nets/approx_attention.h"
#include "kintsugi/nets/confidence.h"
#include "kintsugi/nets/context.h"
#include "kintsugi/nets/glcic.h"
#include "kintsugi/nets/gmcnn.h"
#include "kintsugi/nets/mobilenet_v2.h"
#include "kintsugi/nets/squeezenet.h"
#include "kintsugi/nets/unet_patchgan.h"
#include "kintsugi/nets/vgg.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Dim;
using graph::Graph;
using graph::Value;

namespace {

/// An input of pictures of any size: [N, channels, H, W].
Value pictures(Builder& b, const std::string& name, int64_t channels) {
  return b.input(name, {Dim::symbol("N"), channels, Dim::symbol("H"), Dim::symbol("W")});
}

/// An input of square pictures of one size: [N, channels, size, size].
Value pictures(Builder& b, const std::string& name, int64_t channels, int64_t size) {
  return b.input(name, {Dim::symbol("N"), channels, size, size});
}

Graph finish(Builder& b, const Value& result) {
  b.output("result", result);
  return b.finish();
}

void add_taps(Builder& b, const Features& features) {
  for (const Tap& tap : features.taps) b.output(tap.name, tap.value);
}

Graph glcic(uint64_t seed) {
  Builder b("glcic", seed);
  return finish(b, glcic_completion(b, pictures(b, "x", 4)));
}

Graph glcic_both(uint64_t seed) {
  Builder b("glcic-discriminator", seed);
  const Value local = pictures(b, "local", 3, 128), global = pictures(b, "global", 3, 256);
  return finish(b, glcic_discriminator(b, local, global));
}

Graph gmcnn(const char* name, const GmcnnOptions& options, uint64_t seed) {
  Builder b(name, seed);
  return finish(b, gmcnn_generator(b, pictures(b, "x", 4), options));
}

Graph gmcnn_global(uint64_t seed) {
  Builder b("gmcnn-global-discriminator", seed);
  return finish(b, gmcnn_discriminator(b, pictures(b, "x", 3, 256)));
}

Graph gmcnn_local(uint64_t seed) {
  Builder b("gmcnn-local-discriminator", seed);
  const Value x = pictures(b, "x", 3, 256), mask = pictures(b, "mask", 1, 256);
  return finish(b, gmcnn_discriminator(b, b.multiply(x, mask)));
}

Graph confidence(uint64_t seed) {
  Builder b("confidence-mask", seed);
  return finish(b, confidence_mask(b, pictures(b, "mask", 1)));
}

Graph unet(uint64_t seed) {
  Builder b("unet", seed);
  return finish(b, unet_generator(b, pictures(b, "x", 4, 256)));
}

Graph unet_global(uint64_t seed) {
  Builder b("unet-global-discriminator", seed);
  return finish(b, unet_global_discriminator(b, pictures(b, "x", 3, 256)));
}

Graph unet_patch(uint64_t seed) {
  Builder b("unet-patch-discriminator", seed);
  return finish(b, unet_patch_discriminator(b, pictures(b, "x", 3)));
}

Graph approx(uint64_t seed) {
  Builder b("approx-net", seed);
  return finish(b, approx_net(b, pictures(b, "x", 3, 64)));
}

Graph attention(uint64_t seed) {
  Builder b("attention-generator", seed);
  const Attended attended = attention_generator(b, pictures(b, "x", 3));
  b.output("attention", attended.attention);
  return finish(b, attended.image);
}

Graph attention_judge(uint64_t seed) {
  Builder b("attention-discriminator", seed);
  return finish(b, attention_discriminator(b, pictures(b, "x", 3, 64)));
}

Graph context_center(uint64_t seed) {
  Builder b("context-center", seed);
  return finish(b, context_center_generator(b, pictures(b, "x", 3, 224)));
}

Graph context_center_judge(uint64_t seed) {
  Builder b("context-center-discriminator", seed);
  return finish(b, context_center_discriminator(b, pictures(b, "x", 3, 48)));
}

Graph context_conv(uint64_t seed) {
  Builder b("context-conv", seed);
  return finish(b, context_conv_generator(b, pictures(b, "x", 3, 224)));
}

Graph context_alexnet(uint64_t seed) {
  Builder b("context-alexnet", seed);
  return finish(b, context_alexnet_generator(b, pictures(b, "x", 3, 224)));
}

Graph context_patch(uint64_t seed) {
  Builder b("context-patch-discriminator", seed);
  return finish(b, context_patch_discriminator(b, pictures(b, "x", 3)));
}

Graph vgg(const char* name, const VggOptions& options, uint64_t seed) {
  Builder b(name, seed);
  const Features features = vgg_features(b, pictures(b, "x", 3), options);
  add_taps(b, features);
  return finish(b, features.last);
}

Graph alexnet(uint64_t seed) {
  Builder b("alexnet", seed);
  const Features features = alexnet_features(b, pictures(b, "x", 3));
  add_taps(b, features);
  return finish(b, features.last);
}

Graph squeezenet(uint64_t seed) {
  Builder b("squeezenet", seed);
  const Features features = squeezenet_features(b, pictures(b, "x", 3));
  add_taps(b, features);
  b.output("features", features.last);
  return finish(b, squeezenet_classifier(b, features.last));
}

Graph mobilenet(uint64_t seed) {
  Builder b("mobilenet-v2", seed);
  const MobileNetResult result = mobilenet_v2(b, pictures(b, "x", 3));
  b.output("features", result.features);
  return finish(b, result.logits);
}

}  // namespace

const std::vector<Network>& all_networks() {
  static const std::vector<Network> networks = {
      {"glcic", "completion network of GLCIC", glcic},
      {"glcic-discriminator", "its local and global discriminator, joined", glcic_both},
      {"gmcnn", "generator of GMCNN: three columns",
       [](uint64_t seed) { return gmcnn("gmcnn", {}, seed); }},
      {"gmcnn-se", "the same with squeeze-and-excitation",
       [](uint64_t seed) { return gmcnn("gmcnn-se", {.attention = "se"}, seed); }},
      {"gmcnn-a2", "the same with double attention",
       [](uint64_t seed) { return gmcnn("gmcnn-a2", {.attention = "a2"}, seed); }},
      {"gmcnn-global-discriminator", "critic of GMCNN for the picture", gmcnn_global},
      {"gmcnn-local-discriminator", "critic of GMCNN for the hole", gmcnn_local},
      {"confidence-mask", "weights of GMCNN's reconstruction loss in the hole", confidence},
      {"unet", "recursive U-Net of report 000", unet},
      {"unet-global-discriminator", "its discriminator for the picture", unet_global},
      {"unet-patch-discriminator", "its discriminator for patches of 40 x 40", unet_patch},
      {"approx-net", "ApproxNet of report 001", approx},
      {"attention-generator", "attention generator of report 001", attention},
      {"attention-discriminator", "its discriminator", attention_judge},
      {"context-center", "first model of report 002, for a hole in the middle", context_center},
      {"context-center-discriminator", "its discriminator", context_center_judge},
      {"context-conv", "second model of report 002", context_conv},
      {"context-alexnet", "third model of report 002: AlexNet as encoder", context_alexnet},
      {"context-patch-discriminator", "patch discriminator of both", context_patch},
      {"vgg13-bn", "features of VGG-13 with batch norm",
       [](uint64_t seed) { return vgg("vgg13-bn", {.depth = 13, .has_batch_norm = true}, seed); }},
      {"vgg16", "features of VGG-16",
       [](uint64_t seed) { return vgg("vgg16", {.depth = 16}, seed); }},
      {"vgg19", "features of VGG-19",
       [](uint64_t seed) { return vgg("vgg19", {.depth = 19}, seed); }},
      {"alexnet", "features of AlexNet", alexnet},
      {"squeezenet", "SqueezeNet 1.1, features and classifier", squeezenet},
      {"mobilenet-v2", "MobileNetV2, pooled features and classifier", mobilenet},
  };
  return networks;
}

Graph build_network(std::string_view name, uint64_t seed) {
  std::string known;
  for (const Network& network : all_networks()) {
    if (network.name == name) return network.build(seed);
    known += " " + std::string(network.name);
  }
  throw Error("there is no network '" + std::string(name) + "', expected one of" + known);
}

}  // namespace kintsugi::nets
