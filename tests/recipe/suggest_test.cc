#include "kintsugi/recipe/suggest.h"

#include <gtest/gtest.h>

namespace kintsugi::recipe {
namespace {

TEST(EditDistanceTest, CountsLettersToChange) {
  EXPECT_EQ(edit_distance("width", "width"), 0u);
  EXPECT_EQ(edit_distance("widht", "width"), 2u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);  // Levenshtein's own example
  EXPECT_EQ(edit_distance("", "depth"), 5u);
}

TEST(SuggestionTest, NamesTheNearestWord) {
  EXPECT_EQ(suggestion("widht", {"width", "depth"}), ", did you mean 'width'?");
  EXPECT_EQ(suggestion("epth", {"width", "depth"}), ", did you mean 'depth'?");
}

TEST(SuggestionTest, NamesAllWordsWhereNoneIsNear) {
  EXPECT_EQ(suggestion("colour", {"width", "depth"}), ", expected one of width, depth");
}

}  // namespace
}  // namespace kintsugi::recipe
