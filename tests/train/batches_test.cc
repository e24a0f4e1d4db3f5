#include "kintsugi/train/batches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "train/sample_pictures.h"

namespace kintsugi::train {
namespace {

TEST(BatchesTest, HaveTheRecipesSizes) {
  const SampleFolder folder(5);
  const recipe::Recipe recipe = small_recipe();
  Batches batches(folder.open(recipe), recipe);
  for (int64_t index = 0; index < 3; ++index) {
    const Batch batch = batches.next();
    EXPECT_EQ(batch.index, index);
    EXPECT_EQ(describe(batch.images), "u8 [4, 3, 8, 8]");
    EXPECT_EQ(describe(batch.masks), "u8 [4, 1, 8, 8]");
  }
}

TEST(BatchesTest, DoNotDependOnThreadsOrOnTheStart) {
  const SampleFolder folder(5);
  const recipe::Recipe recipe = small_recipe();
  const auto pictures = folder.open(recipe);
  Batches from_start(pictures, recipe, {.threads = 1});
  Batches resumed(pictures, recipe, {.first = 2, .threads = 3, .ahead = 2});
  from_start.next(), from_start.next();
  for (int i = 0; i < 4; ++i) {
    const Batch a = from_start.next(), b = resumed.next();
    EXPECT_EQ(a.index, b.index);
    EXPECT_EQ(a.images, b.images);
    EXPECT_EQ(a.masks, b.masks);
  }
}

TEST(BatchesTest, RanksShareWhatOneProcessSees) {
  const SampleFolder folder(5);
  recipe::Recipe recipe = small_recipe();
  const auto pictures = folder.open(recipe);
  Batches whole(pictures, recipe);
  recipe.training.batch = 2;
  Batches first(pictures, recipe, {.rank = 0, .num_ranks = 2});
  Batches second(pictures, recipe, {.rank = 1, .num_ranks = 2});
  for (int i = 0; i < 3; ++i) {
    const Batch all = whole.next(), low = first.next(), high = second.next();
    const auto together = [](const Tensor& a, const Tensor& b) {
      std::vector<uint8_t> bytes(a.bytes().begin(), a.bytes().end());
      bytes.insert(bytes.end(), b.bytes().begin(), b.bytes().end());
      return bytes;
    };
    EXPECT_THAT(together(low.images, high.images), testing::ElementsAreArray(all.images.bytes()));
    EXPECT_THAT(together(low.masks, high.masks), testing::ElementsAreArray(all.masks.bytes()));
  }
}

}  // namespace
}  // namespace kintsugi::train
