#include "kintsugi/learn/ema.h"

#include <gtest/gtest.h>

#include "kintsugi/error.h"
#include "kintsugi/graph/layers.h"

namespace kintsugi::learn {
namespace {

/// y = w x and a batch norm, w = 1.
GraphModule module() {
  graph::Builder b("tiny");
  const graph::Value x = b.input("x", {graph::Dim::symbol("N"), 1});
  const graph::Value w = b.weight("w", {1}, graph::Init::ones());
  b.output("result", batch_norm(b, "norm", b.multiply(x, w)));
  return GraphModule(b.finish());
}

void set(const NamedTensors& tensors, const std::string& wanted, float value) {
  const torch::NoGradGuard no_gradients;
  for (const auto& [name, tensor] : tensors) {
    if (name == wanted) tensor.fill_(value);
  }
}

float value(const std::map<std::string, Tensor>& tensors, const std::string& name) {
  return tensors.at(name).values<float>()[0];
}

TEST(EmaTest, FollowsTheWeightsAndCopiesStatistics) {
  GraphModule m = module();
  Ema ema(m, 0.5);
  set(m.parameters(), "w", 3);
  set(m.buffers(), "norm.running_mean", 7);
  ema.update();  // the decay is 2/11 at first: 1 * 2/11 + 3 * 9/11
  EXPECT_FLOAT_EQ(value(ema.weights(), "w"), 29 / 11.f);
  EXPECT_EQ(value(ema.weights(), "norm.running_mean"), 7);
  for (int i = 0; i < 10; ++i) ema.update();
  const float before = value(ema.weights(), "w");
  set(m.parameters(), "w", 5);
  ema.update();  // by now the decay is 0.5
  EXPECT_FLOAT_EQ(value(ema.weights(), "w"), (before + 5) / 2);
}

TEST(EmaTest, SwapsForValidationAndBack) {
  GraphModule m = module();
  Ema ema(m, 0.9);
  set(m.parameters(), "w", 3);
  ema.swap();
  EXPECT_EQ(value(m.weights(), "w"), 1);
  ema.swap();
  EXPECT_EQ(value(m.weights(), "w"), 3);
  EXPECT_EQ(value(ema.weights(), "w"), 1);
}

TEST(EmaTest, GoesOnAfterItsStateWasSaved) {
  GraphModule m = module();
  Ema first(m, 0.99), second(m, 0.99);
  set(m.parameters(), "w", 3);
  first.update();
  first.update();
  second.load(first.state());
  first.update();
  second.update();
  EXPECT_EQ(first.state(), second.state());
}

TEST(EmaTest, MistakesAreErrors) {
  GraphModule m = module();
  EXPECT_THROW(Ema(m, 1), Error);
  Ema ema(m, 0.9);
  EXPECT_THROW(ema.load({}), Error);
}

}  // namespace
}  // namespace kintsugi::learn
