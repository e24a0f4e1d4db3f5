#include "kintsugi/recipe/model.h"

#include "kintsugi/base/error.h"
#include "kintsugi/base/random.h"

namespace kintsugi::recipe {

using graph::Builder;
using graph::Dim;
using graph::Value;

namespace {

/// A range as (x - mean) / deviation, per channel, of pictures in [0, 1].
struct Range {
  std::vector<float> mean, deviation;
};

Range range_of(const std::string& name) {
  if (name == "unit") return {{0, 0, 0}, {1, 1, 1}};
  if (name == "signed") return {{.5f, .5f, .5f}, {.5f, .5f, .5f}};
  return {{.485f, .456f, .406f}, {.229f, .224f, .225f}};  // ImageNet's
}

/// Three numbers that stand for a picture of one colour: [1, 3, 1, 1].
Value colour(Builder& b, const std::vector<float>& rgb) {
  return b.constant(Tensor({1, 3, 1, 1}, rgb));
}

Value into_range(Builder& b, const Value& x, const Input& input) {
  if (input.range == "unit") return x;
  const Range range = range_of(input.range);
  return b.divide(b.op("Sub", {x, colour(b, range.mean)}), colour(b, range.deviation));
}

/// Back to [0, 1]; what lies outside is cut off.
Value out_of_range(Builder& b, const Value& x, const Input& input) {
  if (input.range == "unit") return b.clip(x, 0, 1);
  const Range range = range_of(input.range);
  const Value unit = b.add(b.multiply(x, colour(b, range.deviation)), colour(b, range.mean));
  return b.clip(unit, 0, 1);
}

/// Noise that belongs to the model, as its weights do: uniform in [0, 1].
Value noise(Builder& b, int64_t size, uint64_t seed) {
  Random random(seed, graph::hash_name("noise"));
  std::vector<float> values(static_cast<size_t>(3 * size * size));
  for (float& value : values) value = static_cast<float>(random.uniform());
  return b.constant(Tensor({1, 3, size, size}, std::move(values)));
}

/// What the hole is painted with, in [0, 1]; not for "zero", which is a number of the range.
Value paint_of(Builder& b, const Input& input, uint64_t seed) {
  if (input.hole == "noise") return noise(b, input.size, seed);
  if (input.hole == "grey") return colour(b, {.5f, .5f, .5f});
  return colour(b, {input.mean_colour.begin(), input.mean_colour.end()});
}

void check_needs(const Recipe& recipe, const Needs& needs) {
  const Input& input = recipe.input;
  check(needs.range.empty() || input.range == needs.range, "recipe ", recipe.name, ": range is '",
        input.range, "', expected '", needs.range, "', which its generator gives");
  check(input.size % needs.multiple == 0 && input.size >= needs.minimum, "recipe ", recipe.name,
        ": size is ", input.size, ", expected a multiple of ", needs.multiple, ", at least ",
        needs.minimum);
  check(input.hole != "noise" || needs.is_fixed, "recipe ", recipe.name,
        ": hole is 'noise', which needs a generator of pictures of one size");
}

}  // namespace

Painted paint(Builder& b, const Value& image, const Value& mask, const Input& input,
              uint64_t seed) {
  Value picture;
  if (input.hole == "zero") {
    picture = b.multiply(into_range(b, image, input), b.subtract(1, mask));
  } else {
    picture = into_range(b, mix(b, image, paint_of(b, input, seed), mask), input);
  }
  return {.picture = picture, .mask = mask, .has_mask = input.has_mask};
}

graph::Graph build_model(const Recipe& recipe, uint64_t seed) {
  const Needs needs = needs_of(recipe.generator);
  check_needs(recipe, needs);
  const int64_t size = recipe.input.size;
  const Dim height = needs.is_fixed ? Dim(size) : Dim::symbol("H");
  const Dim width = needs.is_fixed ? Dim(size) : Dim::symbol("W");
  Builder b(recipe.name, seed);
  const Value image = b.input("image", {Dim::symbol("N"), 3, height, width});
  const Value mask = b.input("mask", {Dim::symbol("N"), 1, height, width});
  const Painted painted = paint(b, image, mask, recipe.input, seed);
  const Generated generated = generate(b, painted, recipe.generator);
  b.output("result", mix(b, image, out_of_range(b, generated.picture, recipe.input), mask));
  if (!generated.attention.name.empty()) b.output("attention", generated.attention);
  b.metadata("recipe", recipe.name);
  b.metadata("size", std::to_string(size));
  b.metadata("multiple", std::to_string(needs.is_fixed ? size : needs.multiple));
  b.metadata("minimum", std::to_string(needs.is_fixed ? size : needs.minimum));
  return b.finish();
}

}  // namespace kintsugi::recipe
