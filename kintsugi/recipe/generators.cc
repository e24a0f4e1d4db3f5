#include "kintsugi/recipe/generators.h"

namespace kintsugi::recipe {

using graph::Builder;
using graph::Value;

namespace {

/// What a network is given: [N, 4, H, W] with the mask, [N, 3, H, W] without.
Value seen(Builder& b, const Painted& input) {
  return input.has_mask ? b.concat({input.picture, input.mask}, 1) : input.picture;
}

Generated run(Builder& b, const Painted& input, const Glcic& options) {
  return {.picture = nets::glcic_completion(b, seen(b, input), options)};
}

Generated run(Builder& b, const Painted& input, const Gmcnn& options) {
  return {.picture = nets::gmcnn_generator(b, seen(b, input), options)};
}

Generated run(Builder& b, const Painted& input, const Unet& options) {
  return {.picture = nets::unet_generator(b, seen(b, input), options)};
}

Generated run(Builder& b, const Painted& input, const ApproxAttention& options) {
  Value coarse;
  {
    const auto scope = b.scope("approx");
    coarse = nets::approx_net(b, input.picture,
                              {.width = options.approx_width, .dropout = options.dropout});
  }
  const Painted better = {.picture = mix(b, input.picture, coarse, input.mask),
                          .mask = input.mask,
                          .has_mask = input.has_mask};
  const auto scope = b.scope("attention");
  const nets::Attended attended =
      nets::attention_generator(b, seen(b, better), {.width = options.width});
  return {.picture = attended.image, .attention = attended.attention, .coarse = coarse};
}

/// The painted block in its place, zeros around it.
Generated run(Builder& b, const Painted& input, const ContextCenter& options) {
  const Value block = nets::context_center_generator(b, seen(b, input), options);
  const int64_t border = (b.extent(input.picture, 2) - b.extent(block, 2)) / 2;
  return {.picture = b.pad(block, graph::Padding::all(border))};  // [N, 3, 48, 48] -> 224 x 224
}

Generated run(Builder& b, const Painted& input, const ContextConv& options) {
  return {.picture = nets::context_conv_generator(b, seen(b, input), options)};
}

Generated run(Builder& b, const Painted& input, const ContextAlexnet& options) {
  return {.picture = nets::context_alexnet_generator(b, seen(b, input), options)};
}

Needs needs(const Glcic&) { return {.range = Range::kUnit, .multiple = 4, .minimum = 4}; }
Needs needs(const Gmcnn& options) {
  // Reflection by 48 at a quarter of the size, of column 7's layer of dilation 16.
  return {
      .range = Range::kSigned, .multiple = 4, .minimum = options.padding == "reflect" ? 200 : 4};
}
Needs needs(const Unet& options) {
  return {.range = Range::kSigned, .is_fixed = true, .multiple = int64_t{1} << options.depth};
}
Needs needs(const ApproxAttention&) {
  return {.range = Range::kUnit, .is_fixed = true, .multiple = 4, .has_coarse = true};
}
Needs needs(const ContextCenter&) { return {.is_fixed = true, .multiple = 224}; }
Needs needs(const ContextConv&) { return {.is_fixed = true, .multiple = 224}; }
Needs needs(const ContextAlexnet&) { return {.is_fixed = true, .multiple = 224}; }

}  // namespace

Value mix(Builder& b, const Value& known, const Value& painted, const Value& mask) {
  return b.add(b.multiply(known, b.subtract(1, mask)), b.multiply(painted, mask));
}

Needs needs_of(const Generator& generator) {
  return std::visit([](const auto& options) { return needs(options); }, generator);
}

Generated generate(Builder& b, const Painted& input, const Generator& generator) {
  return std::visit([&](const auto& options) { return run(b, input, options); }, generator);
}

}  // namespace kintsugi::recipe
