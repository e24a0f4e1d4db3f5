#include "kintsugi/learn/schedule.h"

#include <gtest/gtest.h>

#include "kintsugi/error.h"

namespace kintsugi::learn {
namespace {

TEST(ScheduleTest, WarmUpRisesLinearlyToTheWholeRate) {
  const Schedule schedule({.kind = "constant", .warmup_steps = 4});
  EXPECT_DOUBLE_EQ(schedule.multiplier(0), 0.25);
  EXPECT_DOUBLE_EQ(schedule.multiplier(2), 0.75);
  EXPECT_DOUBLE_EQ(schedule.multiplier(3), 1);
  EXPECT_DOUBLE_EQ(schedule.multiplier(1000), 1);
}

TEST(ScheduleTest, StepsAreCountedFromTheWarmUpsEnd) {
  const Schedule schedule({.kind = "step", .warmup_steps = 2, .factor = 0.5, .step_size = 10});
  EXPECT_DOUBLE_EQ(schedule.multiplier(11), 1);
  EXPECT_DOUBLE_EQ(schedule.multiplier(12), 0.5);
  EXPECT_DOUBLE_EQ(schedule.multiplier(32), 0.125);
}

TEST(ScheduleTest, CosineFallsToItsMinimumAndStaysThere) {
  const Schedule schedule({.kind = "cosine", .warmup_steps = 10, .steps = 110, .minimum = 0.2});
  EXPECT_DOUBLE_EQ(schedule.multiplier(10), 1);
  EXPECT_NEAR(schedule.multiplier(60), 0.6, 1e-12);
  EXPECT_NEAR(schedule.multiplier(110), 0.2, 1e-12);
  EXPECT_NEAR(schedule.multiplier(500), 0.2, 1e-12);
}

TEST(ScheduleTest, APlateauIsMoreThanPatienceValidationsWithoutProgress) {
  Schedule schedule({.kind = "plateau", .factor = 0.5, .patience = 1, .minimum = 0.3});
  schedule.observe(1);
  schedule.observe(0.99995);  // less than a ten-thousandth better does not count
  EXPECT_DOUBLE_EQ(schedule.multiplier(0), 1);
  schedule.observe(1);
  EXPECT_DOUBLE_EQ(schedule.multiplier(0), 0.5);
  schedule.observe(0.5);
  schedule.observe(0.6);
  schedule.observe(0.4);
  EXPECT_DOUBLE_EQ(schedule.multiplier(0), 0.5);
  schedule.observe(0.4);
  schedule.observe(0.4);
  EXPECT_DOUBLE_EQ(schedule.multiplier(0), 0.3);
}

TEST(ScheduleTest, GoesOnAfterItsStateWasSaved) {
  const ScheduleOptions options = {.kind = "plateau", .factor = 0.5, .patience = 1};
  Schedule first(options), second(options);
  first.observe(-3);
  first.observe(-2);
  second.load(first.state());
  EXPECT_EQ(second.state(), first.state());
  second.observe(-2);
  EXPECT_DOUBLE_EQ(second.multiplier(0), 0.5);
  EXPECT_THROW(second.load({{"best", 1}}), Error);
}

TEST(ScheduleTest, MistakesAreErrors) {
  EXPECT_THROW(Schedule({.kind = "linear"}), Error);
  EXPECT_THROW(Schedule({.kind = "cosine"}), Error);
  EXPECT_THROW(Schedule({.kind = "step"}), Error);
  EXPECT_THROW(Schedule({.factor = 2}), Error);
}

}  // namespace
}  // namespace kintsugi::learn
