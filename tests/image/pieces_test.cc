#include "kintsugi/image/pieces.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

// Fills every hole with the crop's width, and notes what it was given.
class Spy : public Inpainter {
 public:
  explicit Spy(std::vector<Size>* sizes) : sizes_(sizes) {}
  Filled fill(const Image& image, const Mask& mask, const Progress&) const override {
    check_fillable(image, mask);
    sizes_->push_back(image.size());
    Image result(image.size(), image.channels(), image.bits());  // known pixels are wrong here:
    for (int y = 0; y < image.height(); ++y)                     // they must not be pasted
      for (int x = 0; x < image.width(); ++x)
        for (int c = 0; c < image.channels(); ++c) result.set(y, x, c, image.width() % 256);
    return {result, {}};
  }

 private:
  std::vector<Size>* sizes_;
};

void paint(const Box& box, Mask* mask) {
  for (int y = box.top; y < box.bottom; ++y) std::fill_n(mask->row(y) + box.left, box.width(), 1);
}

Image noise(Size size, int channels, int bits) {
  Image image(size, channels, bits);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < channels; ++c) {
        image.set(y, x, c, (y * 7919 + x * 104729 + c * 31) % (image.max_value() + 1));
      }
  return image;
}

TEST(PiecesTest, AMethodSeesOnlyTheHoleAndItsContext) {
  Mask mask({1000, 2000});
  paint({500, 600, 600, 700}, &mask);    // 100 px: 125 px of context
  paint({100, 1990, 110, 2000}, &mask);  // 10 px: at least 64 px, as far as there are
  std::vector<Size> sizes;
  in_pieces(std::make_unique<Spy>(&sizes))->fill(noise(mask.size(), 1, 8), mask);
  EXPECT_THAT(sizes, ElementsAre(Size{64 + 10 + 64, 10 + 64}, Size{350, 350}));
}

TEST(PiecesTest, PastesHolePixelsAndNothingElse) {
  for (const int channels : {1, 3})
    for (const int bits : {8, 16}) {
      Mask mask({600, 800});
      paint({50, 60, 90, 70}, &mask);
      mask.row(70)[80] = 1;
      paint({500, 700, 520, 720}, &mask);
      const Image image = noise(mask.size(), channels, bits);
      std::vector<Size> sizes;
      const Image result = in_pieces(std::make_unique<Spy>(&sizes))->fill(image, mask).image;
      ASSERT_THAT(sizes, SizeIs(2));
      for (int y = 0; y < 600; ++y)
        for (int x = 0; x < 800; ++x)
          for (int c = 0; c < channels; ++c) {
            const int expected = mask.at(y, x) ? sizes[y > 300].width % 256 : image.at(y, x, c);
            ASSERT_EQ(result.at(y, x, c), expected) << y << " " << x << " bits " << bits;
          }
    }
}

TEST(PiecesTest, HolesWhoseContextsOverlapShareOneCrop) {
  Mask mask({2000, 2000});
  paint({1000, 1000, 1050, 1050}, &mask);
  paint({1000, 1100, 1050, 1150}, &mask);
  EXPECT_THAT(pieces_of(mask, {}), SizeIs(1));
}

TEST(PiecesTest, HolesFarApartDoNotShareOne) {
  Mask mask({2000, 2000});
  paint({100, 100, 150, 150}, &mask);
  paint({1800, 1800, 1850, 1850}, &mask);
  EXPECT_THAT(pieces_of(mask, {}), SizeIs(2));
}

TEST(PiecesTest, AScratchNeedsNoContextOfItsOwnLength) {
  Mask mask({4000, 4000});
  paint({2000, 1000, 2004, 3000}, &mask);  // 8000 pixels: ceil(1.25 * 178) = 223 px
  ASSERT_THAT(pieces_of(mask, {}), SizeIs(1));
  EXPECT_EQ(pieces_of(mask, {})[0].crop, (Box{2000 - 223, 1000 - 223, 2004 + 223, 3000 + 223}));
}

TEST(PiecesTest, AHoleAlmostAsLargeAsThePictureIsFilledInThePictureItself) {
  Mask mask({300, 300});
  paint({50, 50, 250, 250}, &mask);
  std::vector<Size> sizes;
  in_pieces(std::make_unique<Spy>(&sizes))->fill(noise(mask.size(), 3, 8), mask);
  EXPECT_THAT(sizes, ElementsAre(Size{300, 300}));
}

TEST(PiecesTest, EveryHolePixelLiesInExactlyOnePiece) {
  Mask mask({3000, 3000});
  unsigned state = 1;
  for (int i = 0; i < 400; ++i) {
    state = state * 1664525u + 1013904223u;
    const int y = static_cast<int>(state >> 8) % 2900, x = static_cast<int>(state >> 16) % 2900;
    paint({y, x, y + 1 + i % 40, x + 1 + i % 17}, &mask);
  }
  long long num_holes = 0;
  for (const Piece& piece : pieces_of(mask, {.context = 0, .min_context_px = 1})) {
    num_holes += mask.crop(piece.hole).num_holes();
  }
  EXPECT_EQ(num_holes, mask.num_holes());
}

TEST(PiecesTest, AnEmptyMaskReturnsThePicture) {
  std::vector<Size> sizes;
  const Image image = noise({20, 30}, 3, 8);
  EXPECT_EQ(in_pieces(std::make_unique<Spy>(&sizes))->fill(image, Mask({20, 30})).image, image);
  EXPECT_THAT(sizes, SizeIs(0));
}

TEST(PiecesTest, RefusesAMaskWithoutKnownPixels) {
  Mask mask({20, 30});
  paint({0, 0, 20, 30}, &mask);
  std::vector<Size> sizes;
  EXPECT_THROW(in_pieces(std::make_unique<Spy>(&sizes))->fill(noise({20, 30}, 3, 8), mask), Error);
}

}  // namespace
}  // namespace kintsugi
