#include "kintsugi/learn/optimizer.h"

#include <gtest/gtest.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include <cmath>

#include "kintsugi/error.h"
#include "learn/gradients.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

NamedTensors fresh() {
  NamedTensors parameters;
  for (const auto& [name, seed] : {std::pair("a.weight", 1), std::pair("b", 2)}) {
    parameters.emplace_back(
        name, numbers({3, 4}, static_cast<uint64_t>(seed)).to(torch::kFloat32).requires_grad_());
  }
  return parameters;
}

/// Gradients of step `step`, of any size.
void set_gradients(const NamedTensors& parameters, uint64_t step) {
  uint64_t seed = 100 * step;
  for (const auto& [name, parameter] : parameters) {
    parameter.mutable_grad() = numbers({3, 4}, ++seed, -2, 2).to(torch::kFloat32);
  }
}

recipe::AdamW adamw_of(double rate, double weight_decay) {
  recipe::AdamW options;
  options.rate = rate;
  options.weight_decay = weight_decay;
  return options;
}

void expect_same_steps(const recipe::Optimizer& options, const NamedTensors& theirs,
                       torch::optim::Optimizer& reference) {
  const NamedTensors ours = fresh();
  const auto optimizer = make_optimizer(ours, options);
  for (uint64_t step = 0; step < 5; ++step) {
    set_gradients(ours, step);
    set_gradients(theirs, step);
    optimizer->step();
    reference.step();
    for (size_t i = 0; i < ours.size(); ++i) {
      EXPECT_LT((ours[i].second - theirs[i].second).abs().max().item<double>(), 1e-7)
          << "kind " << options.index() << " step " << step;
    }
  }
}

std::vector<Tensor> values(const NamedTensors& parameters) {
  std::vector<Tensor> list;
  for (const auto& [name, parameter] : parameters) list.push_back(parameter);
  return list;
}

TEST(OptimizerTest, StepsAsLibTorchsOptimizersDo) {
  const auto adam = torch::optim::AdamOptions(1e-2).betas({0.5, 0.9}).eps(1e-6);
  const auto with_decay = torch::optim::AdamOptions(1e-2).weight_decay(0.1);
  NamedTensors p = fresh();
  torch::optim::Adam plain(values(p), adam);
  expect_same_steps(recipe::Adam{.rate = 1e-2, .beta1 = 0.5, .beta2 = 0.9, .epsilon = 1e-6}, p,
                    plain);
  p = fresh();
  torch::optim::Adam decayed(values(p), with_decay);
  expect_same_steps(recipe::Adam{.rate = 1e-2, .weight_decay = 0.1}, p, decayed);
  p = fresh();
  torch::optim::AdamW adamw(values(p), torch::optim::AdamWOptions(1e-2).weight_decay(0.1));
  expect_same_steps(adamw_of(1e-2, 0.1), p, adamw);
}

TEST(OptimizerTest, SgdAndRmsPropStepAsLibTorchs) {
  NamedTensors p = fresh();
  torch::optim::SGD plain(values(p), torch::optim::SGDOptions(0.1).weight_decay(0.01));
  expect_same_steps(recipe::Sgd{.rate = 0.1, .weight_decay = 0.01}, p, plain);
  for (const bool has_nesterov : {false, true}) {
    p = fresh();
    torch::optim::SGD sgd(values(p),
                          torch::optim::SGDOptions(0.1).momentum(0.9).nesterov(has_nesterov));
    expect_same_steps(recipe::Sgd{.rate = 0.1, .momentum = 0.9, .nesterov = has_nesterov}, p, sgd);
  }
  for (const double momentum : {0.0, 0.9}) {
    p = fresh();
    torch::optim::RMSprop rmsprop(
        values(p), torch::optim::RMSpropOptions(0.01).alpha(0.95).momentum(momentum));
    expect_same_steps(recipe::RmsProp{.rate = 0.01, .alpha = 0.95, .momentum = momentum}, p,
                      rmsprop);
  }
}

TEST(OptimizerTest, AdadeltaStepsAsTheAlgorithmSays) {
  const double rho = 0.9, epsilon = 1e-6, rate = 0.5;
  NamedTensors p = {{"x", torch::tensor({1.f}).requires_grad_()}};
  const auto optimizer =
      make_optimizer(p, recipe::Adadelta{.rate = rate, .rho = rho, .epsilon = epsilon});
  double x = 1, square = 0, step_square = 0;
  for (const double gradient : {0.5, -2.0, 1.0}) {
    p[0].second.mutable_grad() = torch::tensor({static_cast<float>(gradient)});
    optimizer->step();
    square = rho * square + (1 - rho) * gradient * gradient;
    const double change = std::sqrt(step_square + epsilon) / std::sqrt(square + epsilon) * gradient;
    step_square = rho * step_square + (1 - rho) * change * change;
    x -= rate * change;
    EXPECT_NEAR(p[0].second.item<double>(), x, 1e-7);
  }
}

TEST(OptimizerTest, GoesOnExactlyAfterItsStateWasSaved) {
  const recipe::Optimizer kinds[] = {recipe::Adam{}, adamw_of(1e-3, 0.01),
                                     recipe::Sgd{.momentum = 0.5}, recipe::Adadelta{},
                                     recipe::RmsProp{.momentum = 0.5}};
  for (const recipe::Optimizer& options : kinds) {
    const NamedTensors straight = fresh(), resumed = fresh();
    const auto first = make_optimizer(straight, options);
    for (uint64_t step = 0; step < 3; ++step) {
      set_gradients(straight, step);
      first->step();
    }
    for (size_t i = 0; i < straight.size(); ++i) {
      const torch::NoGradGuard no_gradients;
      resumed[i].second.copy_(straight[i].second);
    }
    const auto second = make_optimizer(resumed, options);
    second->load(first->state());
    for (uint64_t step = 3; step < 5; ++step) {
      set_gradients(straight, step);
      set_gradients(resumed, step);
      first->step();
      second->step();
    }
    EXPECT_EQ(from_torch(straight), from_torch(resumed)) << options.index();
    EXPECT_EQ(first->state(), second->state()) << options.index();
  }
}

TEST(OptimizerTest, LeavesParametersWithoutGradientsAlone) {
  NamedTensors p = fresh();
  const auto optimizer = make_optimizer(p, recipe::Adam{.weight_decay = 0.1});
  set_gradients(p, 1);
  p[1].second.mutable_grad().reset();
  const Tensor before = p[1].second.detach().clone();
  optimizer->step();
  EXPECT_TRUE(p[1].second.equal(before));
  EXPECT_EQ(optimizer->state().at("num_steps"), kintsugi::Tensor::list({1, 0}));
  optimizer->zero_grad();
  EXPECT_FALSE(p[0].second.grad().defined());
}

TEST(OptimizerTest, TheLearningRateMayChange) {
  NamedTensors p = {{"x", torch::tensor({1.f}).requires_grad_()}};
  const auto optimizer = make_optimizer(p, recipe::Sgd{.rate = 0.1});
  p[0].second.mutable_grad() = torch::tensor({1.f});
  optimizer->set_learning_rate(0.25);
  optimizer->step();
  EXPECT_FLOAT_EQ(p[0].second.item<float>(), 0.75f);
}

TEST(OptimizerTest, ClippingScalesAllGradientsTogether) {
  NamedTensors p = {{"a", torch::zeros({2}).requires_grad_()},
                    {"b", torch::zeros({1}).requires_grad_()},
                    {"without", torch::zeros({1}).requires_grad_()}};
  const auto set = [&] {
    p[0].second.mutable_grad() = torch::tensor({2.f, 4.f});
    p[1].second.mutable_grad() = torch::tensor({4.f});
  };
  set();
  EXPECT_NEAR(clip_gradients(p, 3), 6, 1e-6);
  EXPECT_NEAR(p[0].second.grad()[1].item<double>(), 2, 1e-5);
  EXPECT_NEAR(p[1].second.grad()[0].item<double>(), 2, 1e-5);
  set();
  EXPECT_NEAR(clip_gradients(p, 7), 6, 1e-6);
  EXPECT_EQ(p[1].second.grad()[0].item<double>(), 4);
}

TEST(OptimizerTest, MistakesAreErrors) {
  EXPECT_THROW(make_optimizer(fresh(), recipe::Adam{.beta1 = 2}), Error);
  EXPECT_THROW(make_optimizer(fresh(), recipe::Sgd{.rate = -1}), Error);
  EXPECT_THROW(make_optimizer(fresh(), recipe::RmsProp{.alpha = NAN}), Error);
  const auto optimizer = make_optimizer(fresh(), recipe::Adam());
  auto state = optimizer->state();
  state.erase("mean/b");
  EXPECT_THROW(optimizer->load(state), Error);
}

}  // namespace
}  // namespace kintsugi::learn
