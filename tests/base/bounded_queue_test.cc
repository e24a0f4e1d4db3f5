#include "kintsugi/base/bounded_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

namespace kintsugi {
namespace {

TEST(BoundedQueueTest, ItemsComeOutInTheirOrderAndThenNothing) {
  BoundedQueue<std::unique_ptr<int>> queue(3);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(queue.push(std::make_unique<int>(i)));
  queue.close();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(**queue.pop(), i);
  EXPECT_FALSE(queue.pop());
}

TEST(BoundedQueueTest, AClosedQueueTakesNothing) {
  BoundedQueue<int> queue(1);
  queue.close();
  EXPECT_FALSE(queue.push(1));
}

TEST(BoundedQueueTest, ClosingWakesAProducerThatWaitsForRoom) {
  BoundedQueue<int> queue(1);
  queue.push(1);
  std::jthread closer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    queue.close();
  });
  EXPECT_FALSE(queue.push(2));
}

TEST(BoundedQueueTest, NeverMoreThanTheCapacityWaits) {
  BoundedQueue<int> queue(2);
  std::atomic<int> num_pushed = 0;
  std::jthread producer([&] {
    for (int i = 0; i < 50; ++i) {
      queue.push(i);
      ++num_pushed;
    }
    queue.close();
  });
  int num_popped = 0;
  while (queue.pop()) {
    ++num_popped;
    std::this_thread::yield();
    EXPECT_LE(num_pushed, num_popped + 2);
  }
  EXPECT_EQ(num_popped, 50);
}

TEST(BoundedQueueTest, ManyThreadsLoseAndRepeatNothing) {
  BoundedQueue<int> queue(4);
  std::vector<std::atomic<int>> seen(1000);
  {
    std::vector<std::jthread> consumers;
    for (int t = 0; t < 3; ++t) {
      consumers.emplace_back([&] {
        while (const auto item = queue.pop()) ++seen[*item];
      });
    }
    {
      std::vector<std::jthread> producers;
      for (int t = 0; t < 4; ++t) {
        producers.emplace_back([&, t] {
          for (int i = t; i < 1000; i += 4) queue.push(i);
        });
      }
    }
    queue.close();
  }
  for (const auto& count : seen) EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace kintsugi
