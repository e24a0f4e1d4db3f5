#include "kintsugi/paint/painter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "kintsugi/error.h"
#include "kintsugi/paint/hole_ratio.h"

namespace kintsugi {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

// Every kind that needs no file.
std::vector<PainterKind> self_contained_kinds() {
  auto kinds = painter_kinds();
  std::erase_if(kinds, [](const PainterKind& kind) { return kind.kind == HoleKind::kRegion; });
  return kinds;
}

bool has_ratio(const PainterKind& kind) {
  for (const PainterOption& option : kind.options)
    if (option.name == "ratio") return true;
  return false;
}

Mask paint(const PaintedHoles& spec, Size size, uint64_t seed, uint64_t stream = 0) {
  Random random(seed, stream);
  return make_painter(spec)->paint(size, random);
}

TEST(PainterTest, ASeedGivesTheSameMaskAgainAndAnotherSeedAnother) {
  for (const PainterKind& kind : self_contained_kinds()) {
    const Mask mask = paint({kind.kind, {}}, {96, 128}, 1);
    EXPECT_EQ(mask, paint({kind.kind, {}}, {96, 128}, 1)) << kind.name;
    if (kind.kind == HoleKind::kCentre) continue;  // leaves nothing to chance
    EXPECT_NE(mask, paint({kind.kind, {}}, {96, 128}, 2)) << kind.name;
    EXPECT_NE(mask, paint({kind.kind, {}}, {96, 128}, 1, 1)) << kind.name;
  }
}

// FNV-1a over the pixels.
uint64_t fingerprint(const Mask& mask) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (int y = 0; y < mask.height(); ++y)
    for (int x = 0; x < mask.width(); ++x) hash = (hash ^ mask.at(y, x)) * 0x100000001B3u;
  return hash;
}

TEST(PainterTest, PaintsTheSameMasksOnEveryMachine) {
  // As painted by this code (g++ 12 and clang 14, x86-64): a change here changes everybody's masks.
  const std::map<std::string, uint64_t> expected = {
      {"centre", 0xAE44581EC0FE8C25u},
      {"blocks", 0x2C6C35A107929AF8u},
      {"rectangle", 0x0A1BF3E311B60F25u},
      {"strokes", 0x32BD31C25CEBCC1Bu},
      {"text", 0xB5C4EF91A31CE63Au},
      {"scratches", 0x199DCBA1C89C65ABu},
      {"rectangle-gaussian", 0x0A1BF3E311B60F25u},
  };
  for (const PainterKind& kind : self_contained_kinds()) {
    EXPECT_EQ(fingerprint(paint({kind.kind, {}}, {96, 128}, 1)), expected.at(kind.name))
        << kind.name;
  }
}

TEST(PainterTest, PaintsTheSizeThatWasAskedForAndLeavesKnownPixels) {
  for (const PainterKind& kind : self_contained_kinds()) {
    const auto painter = kind.make({});
    for (const Size size : {Size{64, 64}, {480, 30}, {33, 200}, {256, 256}, {4, 4}}) {
      for (uint64_t seed = 0; seed < 20; ++seed) {
        Random random(seed);
        const Mask mask = painter->paint(size, random);
        ASSERT_EQ(mask.size(), size);
        ASSERT_GT(mask.num_holes(), 0) << kind.name << " " << size << " seed " << seed;
      }
    }
  }
}

TEST(PainterTest, ReachesEveryRatioBinOfTheEvaluation) {
  for (const PainterKind& kind : self_contained_kinds()) {
    if (!has_ratio(kind)) continue;
    for (const char* bin :
         {"0.01..0.1", "0.1..0.2", "0.2..0.3", "0.3..0.4", "0.4..0.5", "0.5..0.6"}) {
      const auto painter = kind.make({{"ratio", bin}});
      const double low = std::stod(bin), high = low < 0.05 ? 0.1 : low + 0.1;
      for (const Size size : {Size{64, 64}, {96, 200}, {256, 256}}) {
        for (uint64_t seed = 0; seed < 5; ++seed) {
          Random random(seed);
          const double ratio = painter->paint(size, random).ratio();
          EXPECT_TRUE(ratio > low && ratio <= high + 1e-9)
              << kind.name << " " << size << " seed " << seed << ": " << ratio << " not in " << bin;
        }
      }
    }
  }
}

TEST(PainterTest, ReachesNarrowRatios) {
  for (const PainterKind& kind : self_contained_kinds()) {
    if (!has_ratio(kind)) continue;
    const Mask mask = paint({kind.kind, {{"ratio", "0.2..0.205"}}}, {128, 160}, 3);
    EXPECT_GT(mask.ratio(), 0.2) << kind.name;
    EXPECT_LE(mask.ratio(), 0.205) << kind.name;
  }
}

TEST(PainterTest, NamesWhatItKnowsWhenAskedForSomethingElse) {
  EXPECT_THAT(
      [] {
        make_painter({HoleKind::kCentre, {{"ratio", "0.1..0.2"}}});
      },
      ThrowsMessage<Error>("the painter centre has no option 'ratio', expected one of: side"));
  EXPECT_THAT(
      [] {
        make_painter({HoleKind::kBlocks, {{"ratio", "0.2..0.1"}}});
      },
      ThrowsMessage<Error>(
          "the painter blocks, option ratio: found '0.2..0.1', expected a range such as 0.1..0.2"));
  EXPECT_THAT(
      [] {
        make_painter({HoleKind::kStrokes, {{"ratio", "0.1..1.2"}}});
      },
      ThrowsMessage<Error>(HasSubstr("expected a range inside 0..1")));
  EXPECT_THAT(
      [] {
        make_painter({HoleKind::kStrokes, {{"turn", "far"}}});
      },
      ThrowsMessage<Error>(HasSubstr("turn cannot be 'far'")));
}

TEST(HoleRatioTest, SaysWhatWasReachedWhenShapesDoNotGetThere) {
  Random random(1);
  const AddShape one_pixel = [](Mask& mask, const ShapeWish&, Random&) { mask.row(0)[0] = 1; };
  EXPECT_THAT(
      [&] {
        paint_to_ratio("dots", {10, 10}, {0.1, 0.2}, random, one_pixel);
      },
      ThrowsMessage<Error>(HasSubstr("dots reached a hole ratio of 0.01")));
  EXPECT_THAT(
      [&] {
        paint_to_ratio("dots", {3, 3}, {0.01, 0.1}, random, one_pixel);
      },
      ThrowsMessage<Error>(HasSubstr("no number of pixels of a mask of 3x3")));
}

}  // namespace
}  // namespace kintsugi
