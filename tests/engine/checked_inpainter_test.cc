#include "kintsugi/engine/checked_inpainter.h"

#include <gmock/gmock.h>

#include <functional>

#include "engine/pictures.h"
#include "kintsugi/error.h"

namespace kintsugi::engine {
namespace {

using testing::HasSubstr;

// Fills with one value, and sets one more pixel where `spoils` says so.
class FlatInpainter : public Inpainter {
 public:
  explicit FlatInpainter(int value, bool spoils = false) : value_(value), spoils_(spoils) {}
  Filled fill(const Image& image, const Mask& mask, const Progress&) const override {
    Image result = image;
    for (int y = 0; y < mask.height(); ++y) {
      for (int x = 0; x < mask.width(); ++x) {
        for (int c = 0; c < 3 && mask.at(y, x); ++c) result.set(y, x, c, value_);
      }
    }
    if (spoils_) result.set(1, 2, 0, 77);
    return {result, {}};
  }

 private:
  int value_;
  bool spoils_;
};

class CheckedInpainterTest : public testing::Test {
 protected:
  Image fill(const FlatInpainter& method, const FlatInpainter& reference,
             double min_psnr_db = 40) const {
    return CheckedInpainter(std::make_unique<FlatInpainter>(method),
                            std::make_unique<FlatInpainter>(reference), min_psnr_db)
        .fill(image_, mask_)
        .image;
  }
  std::string error_of(const std::function<void()>& call) const {
    try {
      call();
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  Image image_ = flat({10, 12}, 3, 8, 50);
  Mask mask_ = with_hole({10, 12}, {4, 4, 8, 8});
};

TEST_F(CheckedInpainterTest, GivesTheMethodsResult) {
  EXPECT_EQ(fill(FlatInpainter(100), FlatInpainter(100)),
            FlatInpainter(100).fill(image_, mask_, {}).image);
  EXPECT_EQ(fill(FlatInpainter(100), FlatInpainter(102)),
            FlatInpainter(100).fill(image_, mask_, {}).image);
}

TEST_F(CheckedInpainterTest, ResultsTooFarApartAreAnError) {
  // 3 of 255 in every hole pixel are 38.6 dB.
  const auto call = [&] { fill(FlatInpainter(100), FlatInpainter(103)); };
  EXPECT_THAT(error_of(call), HasSubstr("38.588"));
  EXPECT_NO_THROW(fill(FlatInpainter(100), FlatInpainter(103), 38));
}

TEST_F(CheckedInpainterTest, ChangedKnownPixelsAreAnError) {
  const auto method = [&] { fill(FlatInpainter(9, true), FlatInpainter(9)); };
  const auto reference = [&] { fill(FlatInpainter(9), FlatInpainter(9, true)); };
  EXPECT_THAT(error_of(method), HasSubstr("the method changes the known pixel in row 1, column 2"));
  EXPECT_THAT(error_of(reference), HasSubstr("the reference changes the known pixel"));
  EXPECT_THROW(CheckedInpainter(nullptr, nullptr), Error);
}

}  // namespace
}  // namespace kintsugi::engine
