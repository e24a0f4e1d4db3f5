#include "kintsugi/data/order.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

std::vector<int64_t> epoch_of(const Order& order, int64_t epoch, int64_t count) {
  std::vector<int64_t> pictures;
  for (int64_t i = 0; i < count; ++i) pictures.push_back(order.at(epoch * count + i));
  return pictures;
}

TEST(OrderTest, EveryEpochHasEachPictureOnceInAnOrderOfItsOwn) {
  const Order order(50, 3);
  std::vector<int64_t> all(50);
  for (int i = 0; i < 50; ++i) all[i] = i;
  for (const int64_t epoch : {0, 1, 2, 1000}) {
    EXPECT_THAT(epoch_of(order, epoch, 50), testing::UnorderedElementsAreArray(all));
  }
  EXPECT_NE(epoch_of(order, 0, 50), epoch_of(order, 1, 50));
  EXPECT_NE(epoch_of(order, 0, 50), epoch_of(Order(50, 4), 0, 50));
}

TEST(OrderTest, IsTheSameInWhateverOrderItIsAskedFor) {
  const Order forward(7, 1), backward(7, 1);
  std::vector<int64_t> a, b;
  for (int64_t i = 0; i < 70; ++i) a.push_back(forward.at(i));
  for (int64_t i = 69; i >= 0; --i) b.push_back(backward.at(i));
  std::reverse(b.begin(), b.end());
  EXPECT_EQ(a, b);
}

TEST(OrderTest, NeedsPictures) { EXPECT_THROW(Order(0, 1), Error); }

}  // namespace
}  // namespace kintsugi::data
