#include "kintsugi/learn/schedule.h"

#include <gtest/gtest.h>

#include "kintsugi/error.h"

namespace kintsugi::learn {
namespace {

using recipe::ScheduleKind;

TEST(ScheduleTest, WarmUpRisesLinearlyToTheWholeRate) {
  const Schedule schedule({.warm_up = 4}, 2000);
  EXPECT_DOUBLE_EQ(schedule.multiplier(0), 0.25);
  EXPECT_DOUBLE_EQ(schedule.multiplier(2), 0.75);
  EXPECT_DOUBLE_EQ(schedule.multiplier(3), 1);
  EXPECT_DOUBLE_EQ(schedule.multiplier(1000), 1);
}

TEST(ScheduleTest, AShortRunWarmsUpForHalfOfItsSteps) {
  const Schedule schedule({.warm_up = 100}, 4);
  EXPECT_DOUBLE_EQ(schedule.multiplier(0), 0.5);
  EXPECT_DOUBLE_EQ(schedule.multiplier(1), 1);
}

TEST(ScheduleTest, StepsAreCountedFromTheWarmUpsEnd) {
  const Schedule schedule({.kind = ScheduleKind::kStep, .warm_up = 2, .factor = 0.5, .every = 0.1},
                          100);
  EXPECT_DOUBLE_EQ(schedule.multiplier(11), 1);
  EXPECT_DOUBLE_EQ(schedule.multiplier(12), 0.5);
  EXPECT_DOUBLE_EQ(schedule.multiplier(32), 0.125);
}

TEST(ScheduleTest, CosineFallsToItsMinimumAndStaysThere) {
  const Schedule schedule({.kind = ScheduleKind::kCosine, .warm_up = 10, .minimum = 0.2}, 110);
  EXPECT_DOUBLE_EQ(schedule.multiplier(10), 1);
  EXPECT_NEAR(schedule.multiplier(60), 0.6, 1e-12);
  EXPECT_NEAR(schedule.multiplier(110), 0.2, 1e-12);
  EXPECT_NEAR(schedule.multiplier(500), 0.2, 1e-12);
}

TEST(ScheduleTest, APlateauIsMoreThanPatienceValidationsWithoutProgress) {
  Schedule schedule({.kind = ScheduleKind::kPlateau, .factor = 0.5, .patience = 1, .minimum = 0.3},
                    10);
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
  const recipe::Schedule options = {.kind = ScheduleKind::kPlateau, .factor = 0.5, .patience = 1};
  Schedule first(options, 10), second(options, 10);
  first.observe(-3);
  first.observe(-2);
  second.load(first.state());
  EXPECT_EQ(second.state(), first.state());
  second.observe(-2);
  EXPECT_DOUBLE_EQ(second.multiplier(0), 0.5);
  EXPECT_THROW(second.load({{"best", 1}}), Error);
}

TEST(ScheduleTest, MistakesAreErrors) {
  EXPECT_THROW(Schedule({}, 0), Error);
  EXPECT_THROW(Schedule({.warm_up = -1}, 10), Error);
  EXPECT_THROW(Schedule({.factor = 2}, 10), Error);
}

}  // namespace
}  // namespace kintsugi::learn
