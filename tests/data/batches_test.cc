#include "kintsugi/data/batches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "data/sample_pictures.h"
#include "kintsugi/error.h"

namespace kintsugi::data {
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

std::multiset<int> reds_of(const Tensor& images) {
  std::multiset<int> reds;
  const auto values = images.values<uint8_t>();
  for (int64_t i = 0; i < images.sizes()[0]; ++i) reds.insert(values[i * 3 * 64]);
  return reds;
}

TEST(BatchesTest, EachPictureIsSeenOnceAnEpoch) {
  const SampleFolder folder(6);
  const recipe::Recipe recipe = small_recipe();
  Batches batches(folder.open(recipe), recipe, {.threads = 2});
  std::multiset<int> seen;
  for (int i = 0; i < 3; ++i) seen.merge(reds_of(batches.next().images));  // two epochs
  EXPECT_THAT(seen, testing::ElementsAre(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5));
}

TEST(BatchesTest, ImagesArePlanesOfThePictures) {
  const SampleFolder folder(1);
  recipe::Recipe recipe = small_recipe();
  recipe.training.batch = 1;
  recipe.data.flip = 1;
  const Batch batch = Batches(folder.open(recipe), recipe).next();
  const auto values = batch.images.values<uint8_t>();
  EXPECT_EQ(values[64 + 8 * 2 + 5], 20);                // green: 10 y
  EXPECT_EQ(values[2 * 64 + 8 * 2 + 5], 10 * (7 - 5));  // blue: 10 x, mirrored
}

TEST(BatchesTest, OtherSeedsGiveOtherHoles) {
  const SampleFolder folder(1);
  recipe::Recipe recipe = small_recipe();
  const Batch one = Batches(folder.open(recipe), recipe).next();
  recipe.training.seed = 8;
  const Batch other = Batches(folder.open(recipe), recipe).next();
  EXPECT_FALSE(one.masks == other.masks);
}

TEST(BatchesTest, NoMoreAreAheadThanAsked) {
  const SampleFolder folder(2);
  const recipe::Recipe recipe = small_recipe();
  Batches batches(folder.open(recipe), recipe, {.threads = 2, .ahead = 3});
  batches.next();
  while (batches.num_ready() < 3) std::this_thread::yield();
  EXPECT_EQ(batches.num_ready(), 3);
  EXPECT_GE(batches.seconds_waited(), 0);
}

TEST(BatchesTest, AFileThatIsGoneIsAnErrorOfTheBatchThatNeedsIt) {
  const SampleFolder folder(2);
  const recipe::Recipe recipe = small_recipe();
  const auto pictures = folder.open(recipe, {.memory_bytes = 0});
  std::filesystem::remove(folder / "0.png");
  Batches batches(pictures, recipe);
  EXPECT_THAT([&] { batches.next(); }, testing::ThrowsMessage<Error>(testing::HasSubstr("0.png")));
}

TEST(BatchesTest, RefusesRanksThatAreNotThere) {
  const SampleFolder folder(1);
  const recipe::Recipe recipe = small_recipe();
  const auto pictures = folder.open(recipe);
  EXPECT_THROW(Batches(pictures, recipe, {.rank = 2, .num_ranks = 2}), Error);
  EXPECT_THROW(Batches(pictures, recipe, {.first = -1}), Error);
}

TEST(ValidationPairsTest, AreFixedByTheSeed) {
  const SampleFolder folder(30, {8, 12});
  recipe::Recipe recipe = small_recipe();
  recipe.data = {.crop = recipe::Crop::kRandom, .validation_share = 0.3};
  recipe.validation.pairs = 5;
  const auto pictures = folder.open(recipe);
  const ValidationPairs pairs = validation_pairs(*pictures, recipe);
  EXPECT_EQ(describe(pairs.images), "u8 [5, 3, 8, 8]");
  EXPECT_EQ(describe(pairs.masks), "u8 [5, 1, 8, 8]");
  ASSERT_EQ(pairs.names.size(), 5u);
  const ValidationPairs again = validation_pairs(*pictures, recipe);
  EXPECT_EQ(again.images, pairs.images);
  EXPECT_EQ(again.masks, pairs.masks);
  EXPECT_EQ(again.names, pairs.names);
  EXPECT_EQ(pairs.images.values<uint8_t>()[2 * 64], 20);  // the middle: columns 2 to 9
  std::set<std::string> validation;
  for (int64_t i = 0; i < pictures->num_validation(); ++i) {
    validation.insert(pictures->validation_name(i));
  }
  for (const std::string& name : pairs.names) EXPECT_TRUE(validation.contains(name));
  recipe.validation.pairs = 1000;
  EXPECT_EQ(validation_pairs(*pictures, recipe).images.sizes()[0], pictures->num_validation());
}

}  // namespace
}  // namespace kintsugi::data
