#include "kintsugi/data/split.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Names = std::vector<std::string>;

Split split(const Names& names, double share) {
  const auto name = [&](int64_t i) -> const std::string& { return names[i]; };
  return split_by_name(static_cast<int64_t>(names.size()), name, share);
}

Names numbered(int count) {
  Names names;
  for (int i = 0; i < count; ++i) names.push_back(std::to_string(i) + ".jpg");
  return names;
}

TEST(SplitTest, ComesCloseToTheShare) {
  const Split both = split(numbered(10000), 0.3);
  EXPECT_EQ(both.training.size() + both.validation.size(), 10000u);
  EXPECT_NEAR(static_cast<double>(both.validation.size()), 3000, 4 * 46);  // sqrt(n p q) = 46
}

TEST(SplitTest, PicturesStayWhereTheyAreWhenOthersAreAdded) {
  const Split small = split(numbered(100), 0.2);
  Names more = numbered(100);
  more.insert(more.end(), {"new.jpg", "newer.jpg"});
  Split large = split(more, 0.2);
  std::erase_if(large.training, [](int64_t i) { return i >= 100; });
  std::erase_if(large.validation, [](int64_t i) { return i >= 100; });
  EXPECT_EQ(large.training, small.training);
  EXPECT_EQ(large.validation, small.validation);
}

// The hash is part of what a recipe means: FNV-1a and SplitMix64's finish, computed in Python.
TEST(SplitTest, IsTheSameOnEveryMachine) {
  EXPECT_THAT(split(numbered(12), 0.3).validation, ElementsAre(3, 4, 5, 10));
}

TEST(SplitTest, NoSideStaysEmptyUnlessTheShareIsZero) {
  const Split few = split({"a", "b", "c"}, 1e-9);
  EXPECT_EQ(few.validation.size(), 1u);
  EXPECT_EQ(few.training.size(), 2u);
  EXPECT_EQ(split({"a", "b"}, 1 - 1e-9).training.size(), 1u);
  EXPECT_THAT(split({"a", "b", "c"}, 0).validation, IsEmpty());
  EXPECT_THAT(split({"a"}, 0.999999).training, ElementsAre(0));
  EXPECT_THROW(split({"a"}, 1), Error);
}

}  // namespace
}  // namespace kintsugi::data
