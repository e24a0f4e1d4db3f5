// libFuzzer: any bytes as a picture or a mask must give pixels or an Error. No crash, no endless
// loop, no other exception.
#include <cstdint>

#include "kintsugi/error.h"
#include "kintsugi/picture.h"

namespace kintsugi {
namespace {

constexpr ReadOptions kOptions{.max_pixels = 1'000'000, .accepts_damage = true};
constexpr int kNumFormats = 8;  // one more choice: the file's own

/// Mends a square in the middle and writes the picture in one of the formats.
void mend(Picture picture, int choice) {
  if (choice < kNumFormats) picture.format = static_cast<PictureFormat>(choice);
  const Size size = picture.image.size();
  Mask changed(size);
  for (int y = size.height / 3; y <= size.height / 2; ++y) {
    for (int x = size.width / 3; x <= size.width / 2; ++x) {
      changed.row(y)[x] = 1;
      picture.image.set(y, x, 0, picture.image.max_value() / 2);
    }
  }
  encode_picture(picture, changed);
}

/// Reads the picture as a mask for a picture of another size.
void use_as_mask(const Picture& picture, int choice) {
  MaskOptions options{.dilate_px = 2, .resize = true};
  const auto polarity = static_cast<MaskPolarity>(choice % 7);
  if (polarity <= MaskPolarity::kOpaque) options.polarity = polarity;
  if (choice % 7 == 5) options.labels = {{0, 1}};
  if (choice % 7 == 6) options.colour = {true, {255, 0, 0}};
  mask_from_picture(picture, Size{24, 31}, options);
}

}  // namespace
}  // namespace kintsugi

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace kintsugi;
  if (size < 1) return 0;
  try {
    Picture picture = decode_picture({data + 1, data + size}, "input", kOptions);
    const int choice = data[0] & 0x7F;
    if (data[0] & 0x80) {
      use_as_mask(picture, choice);
    } else {
      mend(std::move(picture), choice % (kNumFormats + 1));
    }
  } catch (const Error&) {
  }
  return 0;
}
