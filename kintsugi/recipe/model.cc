#include "kintsugi/recipe/model.h"

#include "kintsugi/base/random.h"
#include "kintsugi/error.h"

namespace kintsugi::recipe {

using graph::Builder;
using graph::Dim;
using graph::Value;

namespace {

/// A range as (x - mean) / deviation, per channel, of pictures in [0, 1].
struct Scaling {
  std::vector<float> mean, deviation;
};

Scaling scaling_of(Range range) {
  if (range == Range::kUnit) return {{0, 0, 0}, {1, 1, 1}};
  if (range == Range::kSigned) return {{.5f, .5f, .5f}, {.5f, .5f, .5f}};
  return {{.485f, .456f, .406f}, {.229f, .224f, .225f}};  // ImageNet's
}

/// Three numbers that stand for a picture of one colour: [1, 3, 1, 1].
Value colour(Builder& b, const std::vector<float>& rgb) {
  return b.constant(Tensor({1, 3, 1, 1}, rgb));
}

/// What the hole is painted with, in [0, 1]; not for "zero", which is a number of the range.
Value paint_of(Builder& b, const Value& noise, const Input& input) {
  if (input.hole == HolePaint::kNoise) return noise;
  if (input.hole == HolePaint::kGrey) return colour(b, {.5f, .5f, .5f});
  return colour(b, {input.mean_colour.begin(), input.mean_colour.end()});
}

nets::Needs needs_of(const Recipe& recipe) {
  return std::visit([](const auto& network) { return network.needs(); }, recipe.generator);
}

void check_needs(const Recipe& recipe, const nets::Needs& needs) {
  const Input& input = recipe.input;
  check(!needs.range || input.range == *needs.range, "recipe ", recipe.name, ": range is '",
        word_of(input.range), "', expected '", needs.range ? word_of(*needs.range) : "",
        "', which its generator gives");
  check(input.has_mask || !needs.has_mask, "recipe ", recipe.name,
        ": has_mask is false, but its generator is always given the mask");
  check(input.size % needs.multiple == 0 && input.size >= needs.minimum, "recipe ", recipe.name,
        ": size is ", input.size, ", expected a multiple of ", needs.multiple, ", at least ",
        needs.minimum);
  check(input.hole != HolePaint::kNoise || needs.is_fixed, "recipe ", recipe.name,
        ": hole is 'noise', which needs a generator of pictures of one size");
}

/// The inputs image and mask of a model, and what its generator makes of them.
struct Job {
  Value image, mask;
  nets::Painted painted;
  nets::Generated generated;
};

Job write_job(Builder& b, const Recipe& recipe, const Value& image, const Value& mask,
              const Value& noise) {
  Job job = {.image = image, .mask = mask, .painted = {}, .generated = {}};
  job.painted = paint(b, image, mask, noise, recipe.input);
  const auto generate = [&](const auto& network) { return network.generate(b, job.painted); };
  job.generated = std::visit(generate, recipe.generator);
  return job;
}

/// Losses are of results that there are.
void check_losses(const Recipe& recipe, const nets::Generated& generated) {
  for (const Loss& loss : recipe.losses) {
    const bool is_of_coarse = std::visit(
        [](const auto& term) {
          if constexpr (requires { term.of; }) return term.of == Output::kCoarse;
          return false;
        },
        loss.term);
    check(!is_of_coarse || !generated.coarse.name.empty(), "recipe ", recipe.name, ": loss '",
          loss.name, "' is of the coarse result, which the generator does not make");
  }
}

/// The first stage's result in the place of the last one's.
nets::Generated coarse_of(const nets::Generated& generated, const Recipe& recipe) {
  check(!generated.coarse.name.empty(), "recipe ", recipe.name,
        ": its generator makes no coarse result, which takes two stages");
  return {.picture = generated.coarse};
}

void write_result(Builder& b, const Job& job, const Input& input) {
  b.output("result",
           nets::mix(b, job.image, out_of_range(b, job.generated.picture, input), job.mask));
  if (!job.generated.attention.name.empty()) b.output("attention", job.generated.attention);
}

void write_metadata(Builder& b, const Recipe& recipe, const nets::Needs& needs) {
  const int64_t size = recipe.input.size;
  b.metadata("recipe", recipe.name);
  b.metadata("size", std::to_string(size));
  b.metadata("multiple", std::to_string(needs.is_fixed ? size : needs.multiple));
  b.metadata("minimum", std::to_string(needs.is_fixed ? size : needs.minimum));
}

}  // namespace

Value into_range(Builder& b, const Value& x, const Input& input) {
  if (input.range == Range::kUnit) return x;
  const Scaling scaling = scaling_of(input.range);
  return b.divide(b.op("Sub", {x, colour(b, scaling.mean)}), colour(b, scaling.deviation));
}

/// Back to [0, 1]; what lies outside is cut off.
Value out_of_range(Builder& b, const Value& x, const Input& input) {
  if (input.range == Range::kUnit) return b.clip(x, 0, 1);
  const Scaling scaling = scaling_of(input.range);
  const Value unit = b.add(b.multiply(x, colour(b, scaling.deviation)), colour(b, scaling.mean));
  return b.clip(unit, 0, 1);
}

nets::Painted paint(Builder& b, const Value& image, const Value& mask, const Value& noise,
                    const Input& input) {
  Value picture;
  if (input.hole == HolePaint::kZero) {
    picture = b.multiply(into_range(b, image, input), b.subtract(1, mask));
  } else {
    picture = into_range(b, nets::mix(b, image, paint_of(b, noise, input), mask), input);
  }
  return {.picture = picture, .mask = mask, .has_mask = input.has_mask};
}

Tensor model_noise(const Recipe& recipe, uint64_t seed) {
  const int64_t size = recipe.input.size;
  Random random(seed, graph::hash_name("noise"));
  std::vector<float> values(static_cast<size_t>(3 * size * size));
  for (float& value : values) value = static_cast<float>(random.uniform());
  return Tensor({1, 3, size, size}, std::move(values));
}

graph::Graph build_model(const Recipe& recipe, uint64_t seed, FilledBy filled_by) {
  const nets::Needs needs = needs_of(recipe);
  check_needs(recipe, needs);
  const int64_t size = recipe.input.size;
  const Dim height = needs.is_fixed ? Dim(size) : Dim::symbol("H");
  const Dim width = needs.is_fixed ? Dim(size) : Dim::symbol("W");
  Builder b(recipe.name, seed);
  const Value image = b.input("image", {Dim::symbol("N"), 3, height, width});
  const Value mask = b.input("mask", {Dim::symbol("N"), 1, height, width});
  const bool is_noisy = recipe.input.hole == HolePaint::kNoise;
  const Value noise = is_noisy ? b.constant(model_noise(recipe, seed)) : Value();
  Job job = write_job(b, recipe, image, mask, noise);
  if (filled_by == FilledBy::kCoarse) job.generated = coarse_of(job.generated, recipe);
  write_result(b, job, recipe.input);
  write_metadata(b, recipe, needs);
  return b.finish();
}

graph::Graph build_training_graph(const Recipe& recipe, uint64_t seed) {
  check_needs(recipe, needs_of(recipe));
  const int64_t size = recipe.input.size;
  Builder b(recipe.name, seed);
  const auto input = [&](const char* name, int64_t channels) {
    return b.input(name, {Dim::symbol("N"), channels, size, size});
  };
  const Value image = input("image", 3), mask = input("mask", 1);
  const Value noise = recipe.input.hole == HolePaint::kNoise ? input("noise", 3) : Value();
  const Job job = write_job(b, recipe, image, mask, noise);
  check_losses(recipe, job.generated);
  write_result(b, job, recipe.input);
  const Value truth = into_range(b, image, recipe.input);
  b.output("truth", truth);
  b.output("painted", job.painted.picture);
  b.output("raw", job.generated.picture);
  b.output("composite", nets::mix(b, truth, job.generated.picture, mask));
  if (!job.generated.coarse.name.empty()) b.output("coarse", job.generated.coarse);
  return b.finish();
}

}  // namespace kintsugi::recipe
