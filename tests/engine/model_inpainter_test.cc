#include "kintsugi/engine/model_inpainter.h"

#include <gmock/gmock.h>

#include "engine/compare.h"
#include "kintsugi/base/error.h"

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

Image flat(Size size, int channels, int bits, int value) {
  Image image(size, channels, bits);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      for (int c = 0; c < channels; ++c) image.set(y, x, c, value);
    }
  }
  return image;
}

Mask with_hole(Size size, Box hole) {
  Mask mask(size);
  for (int y = hole.top; y < hole.bottom; ++y) {
    for (int x = hole.left; x < hole.right; ++x) mask.row(y)[x] = 1;
  }
  return mask;
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
  for (const char* hd : {"crop", "resize", "whole"}) {
    const ModelInpainter inpainter(brighter(), {.hd = hd, .train_size_px = 64});
    const Image image = flat({150, 211}, 3, 8, 100);
    Mask mask = with_hole({150, 211}, {20, 30, 51, 66});
    mask.row(140)[200] = 1;
    // 100 / 255 + 1/4 is 163.75 / 255.
    expect_filled(inpainter.fill(image, mask), mask, image, 164);
  }
}

TEST(ModelInpainterTest, GreyAndSixteenBitsStayWhatTheyAre) {
  const ModelInpainter inpainter(brighter());
  const Mask mask = with_hole({37, 45}, {10, 11, 20, 23});
  const Image grey = flat({37, 45}, 1, 8, 100), deep = flat({37, 45}, 3, 16, 1000);
  expect_filled(inpainter.fill(grey, mask), mask, grey, 164);
  expect_filled(inpainter.fill(deep, mask), mask, deep, 17384);  // 1000 + 65535 / 4
}

TEST(ModelInpainterTest, SizesThatAreNoMultiplesArePadded) {
  const ModelInpainter inpainter(brighter());
  for (const Size size : {Size{1, 2}, Size{7, 5}, Size{33, 31}}) {
    const Image image = flat(size, 3, 8, 0);
    const Mask mask = with_hole(size, {0, 0, 1, 1});
    expect_filled(inpainter.fill(image, mask), mask, image, 64);
  }
}

TEST(ModelInpainterTest, ForeignModelsGetWhatTheyExpect) {
  const Image image = flat({32, 32}, 3, 8, 10);
  const Mask mask = with_hole({32, 32}, {8, 8, 16, 16});
  const auto fill = [&](Graph graph, const std::string& io) {
    return ModelInpainter(std::move(graph), {.model_io = io}).fill(image, mask);
  };
  expect_filled(fill(shows_mask(false), ""), mask, image, 255);
  expect_filled(fill(shows_mask(false), "one-is-known=true"), mask, image, 0);
  expect_filled(fill(shows_mask(true), "joined=true"), mask, image, 255);
  expect_filled(fill(brighter(255), "mi-gan"), mask, image, 74);   // 10 + 255/4 of 255
  expect_filled(fill(shows_mask(false), "lama"), mask, image, 1);  // 1 of 255
  expect_filled(fill(brighter(2), "input-low=-1,output-low=-1"), mask, image, 74);
}

TEST(ModelInpainterTest, FixedSizesAreMetByScaling) {
  Builder b("fixed");
  b.input("image", {1, 3, 16, 16});
  const Value mask = b.input("mask", {1, 1, 16, 16});
  b.output("result", b.concat({mask, mask, mask}, 1));
  const ModelInpainter inpainter(b.finish());
  const Image image = flat({40, 48}, 3, 8, 10);
  const Mask mask_of_picture = with_hole({40, 48}, {12, 12, 28, 36});
  const Image result = inpainter.fill(image, mask_of_picture);
  EXPECT_EQ(result.at(20, 24, 0), 255);
  EXPECT_EQ(result.at(5, 5, 0), 10);
}

TEST(ModelInpainterTest, ErrorsSayWhatWasExpected) {
  EXPECT_THROW(ModelInpainter(brighter(), {.hd = "half"}), Error);
  EXPECT_THROW(ModelInpainter(brighter(), {.model_io = "lima"}), Error);
  EXPECT_THROW(ModelInpainter(brighter(), {.model_io = "colour=3"}), Error);
  EXPECT_THROW(ModelInpainter(shows_mask(true)), Error);
  Builder b("other");
  b.output("result", b.relu(b.input("image", picture(2))));
  EXPECT_THROW(ModelInpainter(b.finish(), {.model_io = "joined=true"}), Error);
}

}  // namespace
}  // namespace kintsugi::engine
