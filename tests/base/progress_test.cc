#include "kintsugi/progress.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace kintsugi {
namespace {

TEST(ProgressTest, TellsTheShareThatIsDoneWhichNeverFalls) {
  std::vector<double> shares;
  const Progress progress([&](double share) { return shares.push_back(share), true; });
  progress.at(0.25);
  progress.ask();
  progress.at(0.125);
  progress.at(1);
  progress.at(7);
  EXPECT_EQ(shares, (std::vector<double>{0.25, 0.25, 0.25, 1, 1}));
}

TEST(ProgressTest, PartsOfPartsCountByTheirWeight) {
  double last = 0;
  const Progress progress([&](double share) { return last = share, true; });
  {
    const Progress half = progress.part(0.5);
    const Progress quarter = half.part(0.5);
    quarter.at(0.5);
    EXPECT_DOUBLE_EQ(last, 0.125);
    quarter.at(1);
    half.at(1);
    EXPECT_DOUBLE_EQ(last, 0.5);
  }
  progress.part(0.25).at(1);
  EXPECT_DOUBLE_EQ(last, 0.75);
  progress.at(1);
  EXPECT_EQ(last, 1);
}

TEST(ProgressTest, StopsTheWorkAtEveryLaterQuestionToo) {
  int calls = 0;
  const Progress progress([&](double share) { return ++calls, share < 0.5; });
  progress.at(0.4);
  EXPECT_THROW(progress.part(1).at(0.6), Stopped);
  EXPECT_THROW(progress.ask(), Stopped);
  EXPECT_EQ(calls, 2);
}

TEST(ProgressTest, WhatTheFunctionThrowsEndsTheWork) {
  const Progress progress([](double) -> bool { throw std::logic_error("mine"); });
  EXPECT_THROW(progress.ask(), std::logic_error);
  EXPECT_THROW(progress.ask(), Stopped);
}

TEST(ProgressTest, PartsInSeveralThreadsAddUp) {
  double last = 0;
  bool has_fallen = false;
  const Progress progress([&](double share) {
    has_fallen |= share < last;
    return last = share, true;
  });
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        const Progress part = progress.part(0.25);
        for (int i = 1; i <= 100; ++i) part.at(i / 100.0);
      });
    }
  }
  EXPECT_NEAR(last, 1, 1e-9);
  EXPECT_FALSE(has_fallen);
}

TEST(ProgressTest, NothingIsDoneWhereNobodyLooks) {
  const Progress progress;
  progress.at(0.5);
  progress.part(0.5).ask();
}

}  // namespace
}  // namespace kintsugi
