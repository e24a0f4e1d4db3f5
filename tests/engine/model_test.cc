#include "kintsugi/engine/model.h"

#include <gmock/gmock.h>

#include <thread>

#include "engine/compare.h"
#include "kintsugi/error.h"
#include "kintsugi/nets/glcic.h"

namespace kintsugi::engine {
namespace {

Graph small_glcic(nets::NormOrder norm_order = nets::NormOrder::kNormAct) {
  Builder b("glcic", /*seed=*/3);
  using graph::Dim;
  const Value x = b.input("x", {Dim::symbol("N"), 4, Dim::symbol("H"), Dim::symbol("W")});
  b.output("y", nets::glcic_completion(b, x, {.width = 16, .norm_order = norm_order}));
  return b.finish();
}

TEST(ModelTest, GlcicEqualsTheReferenceInEverySize) {
  for (const auto norm_order : {nets::NormOrder::kNormAct, nets::NormOrder::kActNorm}) {
    const Graph graph = small_glcic(norm_order);
    const Model model(graph, {.precision = "f32", .threads = 2});
    for (const Sizes& sizes : {Sizes{1, 4, 32, 32}, Sizes{1, 4, 24, 40}, Sizes{2, 4, 16, 20}}) {
      const Tensor input = random_tensor(sizes);
      const Tensor expected = graph::run_reference(graph, {{"x", input}}).at("y");
      EXPECT_LE(relative_difference(expected, model.run({input})[0]), 1e-4f);
    }
  }
}

TEST(ModelTest, GlcicHasNoSlowPath) {
  const Model model(small_glcic(), {.precision = "f32"});
  for (const Step& step : model.plan({{1, 4, 64, 64}})->steps())
    EXPECT_NE(step.how, "reference") << step.op;
}

// As PyTorch shares equal weights, and as half-precision exports cast them.
TEST(ModelTest, WeightsBehindOtherNodesAreNoSlowPath) {
  Builder b("behind");
  using graph::Dim;
  const Value x = b.input("x", {Dim::symbol("N"), 16, Dim::symbol("H"), Dim::symbol("W")});
  const Value weight = b.weight("w", {16, 16, 3, 3}, graph::Init::normal(0.1f));
  const Value shared = b.op("Cast", {b.op("Identity", {weight})}, {{"to", int64_t{1}}});
  b.output("y", b.conv(b.conv(x, weight, {}, {.padding = 1}), shared, {}, {.padding = 1}));
  const Graph graph = b.finish();
  const Model model(graph, {.precision = "f32"});
  for (const Step& step : model.plan({{1, 16, 20, 20}})->steps())
    EXPECT_NE(step.how, "reference") << step.op;
  const Tensor input = random_tensor({1, 16, 20, 20});
  const Tensor expected = graph::run_reference(graph, {{"x", input}}).at("y");
  EXPECT_LE(relative_difference(expected, model.run({input})[0]), 1e-4f);
}

TEST(ModelTest, ThreadsGetTheSameResult) {
  const Model model(small_glcic(), {.precision = "f32", .threads = 2});
  const Tensor input = random_tensor({1, 4, 32, 32});
  const Tensor expected = model.run({input})[0];
  std::vector<Tensor> found(3);
  std::vector<std::thread> threads;
  for (Tensor& result : found) {
    threads.emplace_back([&] {
      for (int i = 0; i < 3; ++i) result = model.run({input})[0];
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Tensor& result : found) EXPECT_EQ(result, expected);
}

TEST(ModelTest, PlansAreKept) {
  const Model model(small_glcic(), {.precision = "f32"});
  EXPECT_EQ(model.plan({{1, 4, 32, 32}}), model.plan({{1, 4, 32, 32}}));
  EXPECT_NE(model.plan({{1, 4, 32, 32}}), model.plan({{1, 4, 32, 64}}));
}

TEST(ModelTest, Bf16EqualsTheReferenceOrSaysWhatIsMissing) {
  const Graph graph = small_glcic();
  const Tensor input = random_tensor({1, 4, 32, 32});
  try {
    const Model model(graph, {.precision = "bf16"});
    const Tensor expected = graph::run_reference(graph, {{"x", input}}).at("y");
    EXPECT_LE(relative_difference(expected, model.run({input})[0]), 0.05f);
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("expected precision f32 or auto"));
  }
}

TEST(ModelTest, ErrorsSayWhatWasFound) {
  const Model model(small_glcic(), {.precision = "f32"});
  EXPECT_THROW(model.run({random_tensor({1, 3, 32, 32})}), Error);
  EXPECT_THROW(model.run({}), Error);
  EXPECT_THROW(Model(small_glcic(), {.precision = "f64"}), Error);
}

}  // namespace
}  // namespace kintsugi::engine
