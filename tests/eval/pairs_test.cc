#include "kintsugi/eval/pairs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "eval/samples.h"

namespace kintsugi::eval {
namespace {

using testing::HasSubstr;

std::unique_ptr<HoleSource> rectangles(uint64_t seed) {
  return painted_holes(make_painter({HoleKind::kRectangle, {}}), seed);
}

SamplePictures three_pictures() {
  return SamplePictures({{"a", waves({32, 40}, 1)}, {"bad", Image()}, {"c", waves({40, 32}, 2)}});
}

struct Seen {
  std::vector<Pair> pairs;
  UsePair use = [this](const Pair& pair) { pairs.push_back(pair); };
};

TEST(PairsTest, TheHoleIsGreyAndTheRestAsItWas) {
  const Pair pair = with_hole("a", waves({20, 20}), box_mask({20, 20}, {5, 5, 9, 9}));
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 20; ++x)
      for (int c = 0; c < 3; ++c)
        EXPECT_EQ(pair.input.at(y, x, c), pair.mask.at(y, x) ? 128 : pair.truth.at(y, x, c));
  EXPECT_THROW(with_hole("a", waves({20, 20}), Mask({20, 20})), Error);
  EXPECT_THROW(with_hole("a", waves({20, 20}), Mask({20, 21})), Error);
}

TEST(PairsTest, HolesArePaintedAsKintsugiMaskPaintsThemAndABadPictureShiftsNone) {
  Seen seen;
  const PairRun run = new_pairs(three_pictures(), *rectangles(5), 0, 0, seen.use);
  ASSERT_EQ(seen.pairs.size(), 2);
  Random random(5, 2);  // the third picture's own stream
  EXPECT_EQ(seen.pairs[1].mask, make_painter({HoleKind::kRectangle, {}})->paint({40, 32}, random));
  ASSERT_EQ(run.bad.size(), 1);
  EXPECT_EQ(run.bad[0].name, "bad");
  EXPECT_EQ(run.bad[0].reason, "is no picture");
}

TEST(PairsTest, AFileGivesTheSamePairsAgain) {
  const SampleFolder folder("eval_pairs");
  Seen first, again;
  write_pairs(folder / "pairs.json",
              new_pairs(three_pictures(), *rectangles(5), 24, 0, first.use).pairs);
  const PairList list = read_pairs(folder / "pairs.json");
  const PairRun run = same_pairs(three_pictures(), list, again.use);
  EXPECT_TRUE(run.bad.empty());
  ASSERT_EQ(again.pairs.size(), 2);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(again.pairs[i].name, first.pairs[i].name);
    EXPECT_EQ(again.pairs[i].truth, first.pairs[i].truth);
    EXPECT_EQ(again.pairs[i].mask, first.pairs[i].mask);
  }
  EXPECT_EQ(again.pairs[0].truth.size(), (Size{24, 24}));
}

TEST(PairsTest, AnotherPictureOfThatNameIsFoundOut) {
  Seen seen, again;
  const PairRun run = new_pairs(three_pictures(), *rectangles(5), 0, 0, seen.use);
  Image darker = waves({32, 40}, 1);
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 40; ++x) darker.set(y, x, 0, 0);
  const SamplePictures other({{"a", darker}});
  const PairRun second = same_pairs(other, run.pairs, again.use);
  EXPECT_TRUE(again.pairs.empty());
  ASSERT_EQ(second.bad.size(), 2);
  EXPECT_THAT(second.bad[0].reason, HasSubstr("another picture"));
  EXPECT_EQ(second.bad[1].name, "c");
  EXPECT_EQ(second.bad[1].reason, "is not in the source");
}

TEST(PairsTest, CountIsOfPairsThatWork) {
  Seen seen;
  const PairRun run = new_pairs(three_pictures(), *rectangles(1), 0, 1, seen.use);
  EXPECT_EQ(run.pairs.pairs.size(), 1);
  EXPECT_TRUE(run.bad.empty());
  int calls = 0;
  const auto fussy = [&](const Pair& pair) {
    ++calls;
    check(pair.name != "a", "not this one");
  };
  EXPECT_EQ(new_pairs(three_pictures(), *rectangles(1), 0, 1, fussy).pairs.pairs[0].picture, "c");
  EXPECT_EQ(calls, 2);
}

TEST(PairsTest, ADamagedFileIsNamed) {
  const SampleFolder folder("eval_pairs_bad");
  const std::string pair = R"({"picture":"a","height":2,"width":3,"mean_rgb":[1,2,3],"mask_runs":)";
  for (const std::string& text :
       {std::string("{"), std::string("[]"), std::string(R"({"version":2})"),
        R"({"version":1,"size":0,"pairs":[)" + pair + "[1,4]}]}",
        R"({"version":1,"size":0,"pairs":[)" + pair + "[9,-3]}]}"}) {
    std::ofstream(folder / "pairs.json") << text;
    try {
      read_pairs(folder / "pairs.json");
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("pairs.json"));
    }
  }
}

TEST(HolesTest, MasksGoToThePicturesOfTheirStemElseOneAfterTheOther) {
  const SampleFolder folder("eval_masks");
  for (const auto& [name, width] : {std::pair{"a.png", 1}, {"b.png", 2}, {"c.png", 3}}) {
    Image mask({8, 8}, 1);
    for (int y = 0; y < 8; ++y)
      for (int x = 0; x < width; ++x) mask.set(y, x, 0, 255);
    write_picture(folder / name, {.image = mask});
  }
  std::vector<std::string> warnings;
  const auto holes = read_holes(folder.path(), {});
  EXPECT_EQ(holes->hole("b.jpg", 0, Size{8, 8}, warnings).num_holes(), 16);
  EXPECT_EQ(holes->hole("other.jpg", 5, Size{8, 8}, warnings).num_holes(), 24);  // the third again
  const auto stretched = read_holes(folder.path(), {.resize = true});
  EXPECT_EQ(stretched->hole("a.jpg", 0, Size{16, 16}, warnings).size(), (Size{16, 16}));
  EXPECT_EQ(stretched->hole("c.jpg", 0, Size{16, 16}, warnings).at(15, 5), true);
  EXPECT_TRUE(warnings.empty());
}

TEST(HolesTest, AMaskOfAnotherSizeIsRefusedByItsName) {
  const SampleFolder folder("eval_other_size");
  write_picture(folder / "a.png", {.image = Image({8, 6}, 1)});
  const SamplePictures pictures({{"a.jpg", waves({16, 12})}});
  Seen seen;
  const PairRun run = new_pairs(pictures, *read_holes(folder.path(), {}), 0, 0, seen.use);
  ASSERT_EQ(run.bad.size(), 1u);
  EXPECT_EQ(run.bad[0].reason,
            "a.png: the mask is 6x8, the picture 12x16 (width x height): expected equal sizes, or "
            "mask.resize");
}

TEST(HolesTest, WhatAMaskWasTakenForIsAWarning) {
  const SampleFolder folder("eval_ones");
  Image ones({16, 12}, 1);
  ones.set(4, 4, 0, 1);
  write_picture(folder / "a.png", {.image = ones});
  const SamplePictures pictures({{"a.jpg", waves({16, 12})}});
  Seen seen;
  const PairRun run = new_pairs(pictures, *read_holes(folder.path(), {}), 0, 0, seen.use);
  ASSERT_EQ(seen.pairs.size(), 1u);
  EXPECT_EQ(seen.pairs[0].mask.num_holes(), 1);
  ASSERT_EQ(run.warnings.size(), 1u);
  EXPECT_THAT(run.warnings[0].reason, HasSubstr("the brighter was taken for the hole"));
}

TEST(HolesTest, AFolderWithoutMasksIsAnError) {
  const SampleFolder folder("eval_no_masks");
  EXPECT_THROW(read_holes(folder.path(), {}), Error);
}

}  // namespace
}  // namespace kintsugi::eval
