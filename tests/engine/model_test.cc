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
    const Model model(graph, {.precision = Precision::kF32, .threads = 2});
    for (const Sizes& sizes : {Sizes{1, 4, 32, 32}, Sizes{1, 4, 24, 40}, Sizes{2, 4, 16, 20}}) {
      const Tensor input = random_tensor(sizes);
      const Tensor expected = graph::run_reference(graph, {{"x", input}}).at("y");
      EXPECT_LE(relative_difference(expected, model.run({{"x", input}}).at("y")), 1e-4f);
    }
  }
}

TEST(ModelTest, GlcicHasNoSlowPath) {
  const Model model(small_glcic(), {.precision = Precision::kF32});
  for (const Step& step : model.plan({{"x", {1, 4, 64, 64}}})->steps())
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
  const Model model(graph, {.precision = Precision::kF32});
  for (const Step& step : model.plan({{"x", {1, 16, 20, 20}}})->steps())
    EXPECT_NE(step.how, "reference") << step.op;
  const Tensor input = random_tensor({1, 16, 20, 20});
  const Tensor expected = graph::run_reference(graph, {{"x", input}}).at("y");
  EXPECT_LE(relative_difference(expected, model.run({{"x", input}}).at("y")), 1e-4f);
}

TEST(ModelTest, ThreadsGetTheSameResult) {
  const Model model(small_glcic(), {.precision = Precision::kF32, .threads = 2});
  const Tensor input = random_tensor({1, 4, 32, 32});
  const Tensor expected = model.run({{"x", input}}).at("y");
  std::vector<Tensor> found(3);
  std::vector<std::thread> threads;
  for (Tensor& result : found) {
    threads.emplace_back([&] {
      for (int i = 0; i < 3; ++i) result = model.run({{"x", input}}).at("y");
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Tensor& result : found) EXPECT_EQ(result, expected);
}

TEST(ModelTest, PlansAreKept) {
  const Model model(small_glcic(), {.precision = Precision::kF32});
  EXPECT_EQ(model.plan({{"x", {1, 4, 32, 32}}}), model.plan({{"x", {1, 4, 32, 32}}}));
  EXPECT_NE(model.plan({{"x", {1, 4, 32, 32}}}), model.plan({{"x", {1, 4, 32, 64}}}));
}

TEST(ModelTest, Bf16EqualsTheReferenceOrSaysWhatIsMissing) {
  const Graph graph = small_glcic();
  const Tensor input = random_tensor({1, 4, 32, 32});
  try {
    const Model model(graph, {.precision = Precision::kBf16});
    const Tensor expected = graph::run_reference(graph, {{"x", input}}).at("y");
    EXPECT_LE(relative_difference(expected, model.run({{"x", input}}).at("y")), 0.05f);
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("expected precision f32 or auto"));
  }
}

// Inputs and outputs go by name, whatever their order in the graph.
Graph difference_and_sum() {
  Builder b("two");
  const Value image = b.input("image", {1, 4}), mask = b.input("mask", {1, 4});
  b.output("sum", b.add(image, mask));
  b.output("difference", b.op("Sub", {image, mask}));
  return b.finish();
}

TEST(ModelTest, InputsAndOutputsGoByName) {
  const Model model(difference_and_sum());
  const Tensor mask({1, 4}, std::vector<float>{1, 1, 2, 2});
  const Tensor image({1, 4}, std::vector<float>{5, 6, 7, 8});
  const NamedTensors found = model.run({{"mask", mask}, {"image", image}});
  EXPECT_EQ(found.at("difference"), Tensor({1, 4}, std::vector<float>{4, 5, 5, 6}));
  EXPECT_EQ(found.at("sum"), Tensor({1, 4}, std::vector<float>{6, 7, 9, 10}));
}

TEST(ModelTest, ErrorsNameTheInputsThatThereAre) {
  using testing::HasSubstr;
  const Model model(difference_and_sum());
  const Tensor x = random_tensor({1, 4});
  EXPECT_THAT(
      [&] {
        model.run({{"image", x}});
      },
      testing::ThrowsMessage<Error>(
          "input 'mask' is missing, expected all of the model's inputs: 'image', 'mask'"));
  EXPECT_THAT(
      [&] {
        model.run({{"image", x}, {"mask", x}, {"hole", x}});
      },
      testing::ThrowsMessage<Error>("the model has no input 'hole', expected 'image', 'mask'"));
  EXPECT_THAT(
      [&] {
        model.run({{"image", x}, {"mask", random_tensor({1, 3})}});
      },
      testing::ThrowsMessage<Error>(HasSubstr("input 'mask' is [1, 3], expected [1, 4]")));
  EXPECT_THAT([&] { model.run({{"image", x}, {"mask", Tensor()}}); }, testing::Throws<Error>());
}

TEST(ModelTest, CanBeMovedAndKeptInAVector) {
  std::vector<Model> models;
  const Tensor input = random_tensor({1, 4, 16, 16});
  for (int i = 0; i < 3; ++i) models.emplace_back(small_glcic(), ModelOptions{Precision::kF32, 1});
  const Tensor expected = models[0].run({{"x", input}}).at("y");
  Model moved = std::move(models[0]);
  models.erase(models.begin());
  EXPECT_EQ(moved.num_plans(), 1u);  // plans move along
  EXPECT_EQ(moved.run({{"x", input}}).at("y"), expected);
  moved = std::move(models[1]);
  EXPECT_EQ(moved.num_plans(), 0u);
  EXPECT_EQ(moved.run({{"x", input}}).at("y"), expected);
}

TEST(ModelTest, ErrorsSayWhatWasFound) {
  const Model model(small_glcic(), {.precision = Precision::kF32});
  EXPECT_THROW(model.run({{"x", random_tensor({1, 3, 32, 32})}}), Error);
  EXPECT_THROW(model.run({}), Error);
  EXPECT_THROW(Model(small_glcic(), {.threads = -1}), Error);
}

}  // namespace
}  // namespace kintsugi::engine
