#include "kintsugi/recipe/discriminators.h"

#include "kintsugi/error.h"

namespace kintsugi::recipe {

using graph::Builder;
using graph::Dim;
using graph::Value;

namespace {

/// An input [N, channels, size, size].
Value square(Builder& b, const char* name, int64_t channels, int64_t size) {
  return b.input(name, {Dim::symbol("N"), channels, size, size});
}

Value judge(Builder& b, const Value& picture, int64_t size, const GlcicJudge& options) {
  check(options.crop <= size, "the square around the hole is ", options.crop,
        " pixels wide, expected at most the picture's ", size);
  return nets::glcic_discriminator(b, square(b, "local", 3, options.crop), picture, options);
}

Value judge(Builder& b, const Value& picture, int64_t size, const GmcnnJudge& options) {
  check(options.view == "picture" || options.view == "hole", "view is '", options.view,
        "', expected picture or hole");
  if (options.view == "picture") return nets::gmcnn_discriminator(b, picture, options);
  return nets::gmcnn_discriminator(b, b.multiply(picture, square(b, "mask", 1, size)), options);
}

Value judge(Builder& b, const Value& picture, int64_t, const UnetJudge& options) {
  Value global, patches;
  {
    const auto scope = b.scope("global");
    global = nets::unet_global_discriminator(
        b, picture, {.width = options.global_width, .max_width = options.global_max_width});
  }
  const auto scope = b.scope("patch");
  patches = nets::unet_patch_discriminator(b, picture,
                                           {.receptive_field = options.receptive_field,
                                            .width = options.patch_width,
                                            .max_width = options.patch_max_width});
  b.output("global", global);  // for inspection: the fields of the two
  b.output("patches", patches);
  return nets::joined_values(b, global, patches);
}

Value judge(Builder& b, const Value& picture, int64_t, const UnetGlobalJudge& options) {
  return nets::unet_global_discriminator(b, picture, options);
}

Value judge(Builder& b, const Value& picture, int64_t, const UnetPatchJudge& options) {
  return nets::unet_patch_discriminator(b, picture, options);
}

Value judge(Builder& b, const Value& picture, int64_t, const AttentionJudge& options) {
  return nets::attention_discriminator(b, picture, options);
}

Value judge(Builder& b, const Value& picture, int64_t size, const ContextCenterJudge& options) {
  constexpr int64_t kBlock = 48;
  const int64_t border = (size - kBlock) / 2;
  const Value rows = b.slice(picture, 2, border, border + kBlock);
  return nets::context_center_discriminator(b, b.slice(rows, 3, border, border + kBlock), options);
}

Value judge(Builder& b, const Value& picture, int64_t, const ContextPatchJudge& options) {
  return nets::context_patch_discriminator(b, picture, options);
}

}  // namespace

graph::Graph build_discriminator(const Discriminator& discriminator, int64_t size, uint64_t seed) {
  Builder b(discriminator.name, seed);
  const Value picture = square(b, "picture", 3, size);
  b.output("result",
           std::visit([&](const auto& options) { return judge(b, picture, size, options); },
                      discriminator.network));
  return b.finish();
}

}  // namespace kintsugi::recipe
