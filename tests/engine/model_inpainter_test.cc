#include "kintsugi/engine/model_inpainter.h"

#include <gmock/gmock.h>

#include "engine/compare.h"
#include "engine/pictures.h"
#include "kintsugi/error.h"

namespace kintsugi::engine {
namespace {

using graph::Dim;

graph::Shape picture(int64_t channels) {
  return {Dim::symbol("N"), channels, Dim::symbol("H"), Dim::symbol("W")};
}

// A model that paints what it is given, brighter by a quarter: known pixels would change if they
// were written. It halves and doubles the size, so that it needs even extents.
Graph brighter(float range = 1) {
  Builder b("brighter");
  const Value image = b.input("image", picture(3)), mask = b.input("mask", picture(1));
  const Value small = b.average_pool(b.multiply(b.add(image, b.multiply(mask, 0)), 1), {});
  b.output("result", b.add(b.upsample_nearest(small, 2), 0.25f * range));
  return b.finish();
}

// A model that gives the mask as the picture.
Graph shows_mask(bool is_joined) {
  Builder b("shows_mask");
  Value mask;
  if (is_joined) {
    mask = b.slice(b.input("image", picture(4)), 1, 3, 4);
  } else {
    b.input("image", picture(3));
    mask = b.input("mask", picture(1));
  }
  b.output("result", b.concat({mask, mask, mask}, 1));
  return b.finish();
}

void expect_filled(const Image& result, const Mask& mask, const Image& image, int value) {
  ASSERT_EQ(result.size(), image.size());
  ASSERT_EQ(result.channels(), image.channels());
  ASSERT_EQ(result.bits(), image.bits());
  int num_wrong = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      for (int c = 0; c < image.channels(); ++c) {
        const int expected = mask.at(y, x) ? value : image.at(y, x, c);
        num_wrong += result.at(y, x, c) != expected;
      }
    }
  }
  EXPECT_EQ(num_wrong, 0);
}

TEST(ModelInpainterTest, FillsHolesAndKeepsKnownPixels) {
  for (const HdMode hd : {HdMode::kCrop, HdMode::kResize, HdMode::kWhole}) {
    const ModelInpainter inpainter(brighter(), {.hd = hd, .train_size_px = 64, .keeps_seam = true});
    const Image image = flat({150, 211}, 3, 8, 100);
    Mask mask = with_hole({150, 211}, {20, 30, 51, 66});
    mask.row(140)[200] = 1;
    // 100 / 255 + 1/4 is 163.75 / 255.
    expect_filled(inpainter.fill(image, mask).image, mask, image, 164);
  }
}

TEST(ModelInpainterTest, GreyAndSixteenBitsStayWhatTheyAre) {
  const ModelInpainter inpainter(brighter(), {.keeps_seam = true});
  const Mask mask = with_hole({37, 45}, {10, 11, 20, 23});
  const Image grey = flat({37, 45}, 1, 8, 100), deep = flat({37, 45}, 3, 16, 1000);
  expect_filled(inpainter.fill(grey, mask).image, mask, grey, 164);
  expect_filled(inpainter.fill(deep, mask).image, mask, deep, 17384);  // 1000 + 65535 / 4
}

TEST(ModelInpainterTest, SizesThatAreNoMultiplesArePadded) {
  const ModelInpainter inpainter(brighter(), {.keeps_seam = true});
  for (const Size size : {Size{1, 2}, Size{7, 5}, Size{33, 31}}) {
    const Image image = flat(size, 3, 8, 0);
    const Mask mask = with_hole(size, {0, 0, 1, 1});
    expect_filled(inpainter.fill(image, mask).image, mask, image, 64);
  }
}

TEST(ModelInpainterTest, ForeignModelsGetWhatTheyExpect) {
  const Image image = flat({32, 32}, 3, 8, 10);
  const Mask mask = with_hole({32, 32}, {8, 8, 16, 16});
  const auto fill = [&](Graph graph, const std::string& io) {
    return ModelInpainter(std::move(graph), {.keeps_seam = true, .model_io = io}).fill(image, mask).image;
  };
  expect_filled(fill(shows_mask(false), ""), mask, image, 255);
  expect_filled(fill(shows_mask(false), "one-is-known=true"), mask, image, 0);
  expect_filled(fill(shows_mask(true), "joined=true"), mask, image, 255);
  expect_filled(fill(brighter(255), "mi-gan"), mask, image, 74);   // 10 + 255/4 of 255
  expect_filled(fill(shows_mask(false), "lama"), mask, image, 1);  // 1 of 255
  expect_filled(fill(brighter(2), "input-low=-1,output-low=-1"), mask, image, 74);
}

// What a model does that takes one size only: it gives the mask, brightened.
Graph fixed(int64_t side) {
  Builder b("fixed");
  b.input("image", {1, 3, side, side});
  const Value mask = b.input("mask", {1, 1, side, side});
  b.output("result", b.concat({mask, mask, mask}, 1));
  return b.finish();
}

TEST(ModelInpainterTest, FixedSizesAreMetByScaling) {
  for (const HdMode hd : {HdMode::kCrop, HdMode::kResize, HdMode::kWhole}) {
    const ModelInpainter inpainter(fixed(16), {.hd = hd, .keeps_seam = true});
    for (const Size size : {Size{40, 48}, Size{9, 7}, Size{16, 100}}) {
      const Image image = flat(size, 3, 8, 10);
      const Mask mask = with_hole(size, {2, 0, 6, 5});
      const Image result = inpainter.fill(image, mask).image;
      EXPECT_GT(result.at(4, 2, 0), 250) << word_of(hd) << size;
      EXPECT_EQ(result.at(8, 6, 0), 10);
    }
  }
}

// A model that pads by reflection, as GMCNN does: it cannot take less than 101 pixels. The result
// is `image` brighter by a quarter, as of `brighter`.
Graph reflecting() {
  Builder b("reflecting");
  const Value image = b.input("image", picture(3));
  b.input("mask", picture(1));
  const Value padded = b.pad(image, graph::Padding::all(100), "reflect");
  b.output("result", b.add(b.slice(b.slice(padded, 2, 100, -100), 3, 100, -100), 0.25f));
  b.metadata("minimum", "104");
  b.metadata("multiple", "4");
  return b.finish();
}

TEST(ModelInpainterTest, PicturesBelowTheModelsMinimumAreFilled) {
  for (const HdMode hd : {HdMode::kCrop, HdMode::kResize, HdMode::kWhole}) {
    const ModelInpainter inpainter(reflecting(), {.hd = hd, .keeps_seam = true});
    for (const Size size : {Size{40, 50}, Size{3, 2}, Size{20, 150}, Size{130, 128}}) {
      const Image image = flat(size, 3, 8, 100);
      const Mask mask = with_hole(size, {0, 0, 2, 1});
      expect_filled(inpainter.fill(image, mask).image, mask, image, 164);
    }
  }
}

TEST(ModelInpainterTest, HolesAtBordersAndLargerThanTheTrainingSize) {
  for (const HdMode hd : {HdMode::kCrop, HdMode::kResize, HdMode::kWhole}) {
    const ModelInpainter inpainter(brighter(), {.hd = hd, .train_size_px = 32, .keeps_seam = true});
    const Image image = flat({150, 130}, 3, 8, 100);
    for (const Box hole : {Box{0, 0, 20, 130}, Box{140, 120, 150, 130}, Box{10, 10, 149, 120}}) {
      const Mask mask = with_hole(image.size(), hole);
      expect_filled(inpainter.fill(image, mask).image, mask, image, 164);
    }
  }
}

// Many holes of which each gets a colour of its own, so that a mixed-up batch shows.
TEST(ModelInpainterTest, CropsThatGoTogetherStayApart) {
  const ModelInpainter inpainter(brighter(),
                                 {.train_size_px = 32, .max_size_px = 128, .keeps_seam = true});
  Image image({40, 900}, 3);
  Mask mask(image.size());
  for (int x = 0; x < 900; ++x) {
    for (int y = 0; y < 40; ++y) image.set(y, x, 1, x / 100 * 20);
  }
  for (int i = 0; i < 9; ++i) add_hole(mask, {10 + i, 50 + 100 * i, 15 + i, 54 + 100 * i});
  const Image result = inpainter.fill(image, mask).image;
  for (int i = 0; i < 9; ++i) EXPECT_EQ(result.at(12 + i, 52 + 100 * i, 1), i * 20 + 64) << i;
  // Crops are 40 x 68, in the network 40 x 72: five of them are less than 128 x 128.
  EXPECT_EQ(inpainter.model().num_plans(), 2u) << "a plan for five, one for four";
}

TEST(ModelInpainterTest, TheHoleIsMadeToFitWhatIsAroundIt) {
  Builder b("a little brighter");
  const Value image = b.input("image", picture(3));
  b.input("mask", picture(1));
  b.output("result", b.add(image, 12.f / 255));
  const Graph graph = b.finish();
  const Image grey = flat({100, 100}, 3, 8, 100);
  const Mask mask = with_hole(grey.size(), {30, 30, 70, 70});
  expect_filled(ModelInpainter(graph, {.keeps_seam = true}).fill(grey, mask).image, mask, grey, 112);
  const Image result = ModelInpainter(graph).fill(grey, mask).image;
  EXPECT_EQ(result.at(50, 29, 0), 100);
  EXPECT_EQ(result.at(50, 30, 0), 100);
  EXPECT_EQ(result.at(50, 50, 0), 100);
}

TEST(ModelInpainterTest, MetadataSaysWhatSizeTheModelLikes) {
  Graph graph = brighter();
  graph.metadata["size"] = "huge";
  EXPECT_THROW(ModelInpainter{graph}, Error);
  graph.metadata["size"] = "96";
  const ModelInpainter inpainter(graph);
  const Mask mask = with_hole({300, 300}, {100, 100, 101, 101});
  inpainter.fill(flat({300, 300}, 3, 8, 0), mask);
  EXPECT_EQ(inpainter.model().num_plans(), 1u);
  EXPECT_EQ(inpainter.model()
                .plan({{"image", {1, 3, 96, 96}}, {"mask", {1, 1, 96, 96}}})
                ->input_sizes(0)[2],
            96);
  EXPECT_EQ(inpainter.model().num_plans(), 1u) << "the crop was 96 x 96";
}

TEST(ModelInpainterTest, ErrorsSayWhatWasExpected) {
  EXPECT_THROW(ModelInpainter(brighter(), {.model_io = "lima"}), Error);
  EXPECT_THROW(ModelInpainter(brighter(), {.model_io = "colour=3"}), Error);
  EXPECT_THROW(ModelInpainter(brighter(), {.model_io = "output-high=0"}), Error);
  EXPECT_THROW(ModelInpainter(shows_mask(true)), Error);
  Builder b("other");
  b.output("result", b.relu(b.input("image", picture(2))));
  EXPECT_THROW(ModelInpainter(b.finish(), {.model_io = "joined=true"}), Error);
}

}  // namespace
}  // namespace kintsugi::engine
