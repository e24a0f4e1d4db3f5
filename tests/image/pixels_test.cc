#include "kintsugi/pixels.h"

#include <gtest/gtest.h>

#include <cstring>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

// Fills with 10, 20, 30; notes what it was given.
class Painted : public Inpainter {
 public:
  Filled fill(const Image& image, const Mask& mask, const Progress&) const override {
    given_image = image;
    given_mask = mask;
    Image result(image.size(), image.channels(), image.bits());  // known pixels are wrong here
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x)
        for (int c = 0; c < image.channels(); ++c) result.set(y, x, c, 10 * (c + 1));
    return {result, {"painted"}};
  }
  mutable Image given_image;
  mutable Mask given_mask;
};

// Two rows of three pixels, each row followed by 3 bytes that belong to nobody; values count up.
struct Window {
  explicit Window(int channels, int bytes = 1) : stride(3 * channels * bytes + 3) {
    for (size_t i = 0; i < memory.size(); ++i) memory[i] = static_cast<uint8_t>(i + 1);
  }
  int stride;
  std::vector<uint8_t> memory = std::vector<uint8_t>(120);
};

const uint8_t kMask[] = {0, 7, 0, 99, 0, 0, 255, 99};  // a row of 3 and a byte beside it
const MaskPixels kHoles{.data = kMask, .width = 3, .height = 2, .stride_bytes = 4};

TEST(PixelsTest, HolePixelsOfAWindowAreFilledWhereTheyLieAndNothingElseIsTouched) {
  Window window(4);
  const Window before = window;
  const Painted method;
  const auto warnings = fill_pixels(
      method, {window.memory.data(), 3, 2, window.stride, /*channels=*/4}, kHoles);
  EXPECT_EQ(warnings, std::vector<std::string>{"painted"});
  std::vector<uint8_t> expected = before.memory;
  for (const int at : {4, window.stride + 8}) {
    for (int c = 0; c < 3; ++c) expected[at + c] = static_cast<uint8_t>(10 * (c + 1));
  }
  EXPECT_EQ(window.memory, expected);
  EXPECT_EQ(method.given_image.at(1, 2, 1), before.memory[window.stride + 9]);
  EXPECT_TRUE(method.given_mask.is_hole(0, 1) && method.given_mask.is_hole(1, 2));
  EXPECT_EQ(method.given_mask.num_holes(), 2);
}

TEST(PixelsTest, AlphaIsMadeOpaqueWhereAskedAndTransparentPixelsAreNoSource) {
  Window window(4);
  window.memory[3] = 0;
  const Painted method;
  fill_pixels(method, {window.memory.data(), 3, 2, window.stride, 4}, kHoles,
              {.is_alpha_filled = true});
  EXPECT_EQ(window.memory[7], 255);
  EXPECT_EQ(window.memory[3], 0);
  EXPECT_EQ(method.given_mask.row(0)[0], kNeither);
}

TEST(PixelsTest, BlueMayComeFirst) {
  Window window(3);
  const Painted method;
  fill_pixels(method,
              {.data = window.memory.data(),
               .width = 3,
               .height = 2,
               .stride_bytes = window.stride,
               .channels = 3,
               .is_bgr = true},
              kHoles);
  EXPECT_EQ(window.memory[3], 30);
  EXPECT_EQ(window.memory[5], 10);
  EXPECT_EQ(method.given_image.at(0, 0, 0), 3);
}

TEST(PixelsTest, SixteenBitsMayLieAtOddAddressesAndRowsBottomUp) {
  Window window(1, 2);
  uint8_t* top = window.memory.data() + 1 + window.stride;
  const Pixels pixels{top, 3, 2, -window.stride, /*channels=*/1, /*bits=*/16};
  uint16_t lower;  // the first pixel of the lower row
  std::memcpy(&lower, window.memory.data() + 1, 2);
  EXPECT_EQ(colours_of(pixels).at(1, 0, 0), lower);
  fill_pixels(Painted(), pixels, kHoles);
  uint16_t filled;
  std::memcpy(&filled, top + 2, 2);
  EXPECT_EQ(filled, 10);
}

TEST(PixelsTest, AnImageIsSeenAsItsOwnPixels) {
  Image image({2, 3}, 3, 16);
  image.set(1, 2, 1, 777);
  EXPECT_EQ(colours_of(pixels_of(image)), image);
}

TEST(PixelsTest, WhatCannotBePixelsIsRefused) {
  Window window(4);
  const auto error_of = [&](const Pixels& pixels, const MaskPixels& mask = kHoles) {
    try {
      fill_pixels(Painted(), pixels, mask);
      return std::string("no error");
    } catch (const Error& error) {
      return std::string(error.what());
    }
  };
  void* data = window.memory.data();
  EXPECT_EQ(error_of({nullptr, 3, 2, 15, 4}), "the pixels have no memory");
  EXPECT_EQ(error_of({data, 3, 2, 15, 2}), "the pixels have 2 channels, expected 1, 3 or 4");
  EXPECT_EQ(error_of({data, 3, 2, 15, 4, 12}), "the pixels have 12 bits a channel, expected 8 or 16");
  EXPECT_EQ(error_of({data, 3, -2, 15, 4}), "the pixels cannot be -2x3 (height x width)");
  EXPECT_EQ(error_of({data, 3, 2, 11, 4}),
            "the rows of the pixels are 12 bytes long and 11 bytes apart, expected no less");
  EXPECT_EQ(error_of({data, 3, 2, 15, 4}, {kMask, 2, 2, 4}),
            "the mask is 2x2 (height x width), the pixels 2x3 (height x width): expected equal "
            "sizes");
}

}  // namespace
}  // namespace kintsugi
