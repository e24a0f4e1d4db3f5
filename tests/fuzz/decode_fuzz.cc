// libFuzzer: any bytes as a picture or a mask must give pixels or an Error. No crash, no endless
// loop, no other exception.
#include <cstdint>

#include "kintsugi/base/error.h"
#include "kintsugi/image/picture.h"

namespace kintsugi {
namespace {

constexpr ReadOptions kOptions{.max_pixels = 1'000'000};
constexpr int kNumFormats = 5;  // one more choice: the file's own

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
  std::vector<std::string> warnings;
  encode_picture(picture, &changed, &warnings);
}

}  // namespace
}  // namespace kintsugi

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace kintsugi;
  if (size < 1) return 0;
  try {
    Picture picture = decode_picture({data + 1, data + size}, "input", kOptions);
    mend(std::move(picture), data[0] % (kNumFormats + 1));
  } catch (const Error&) {
  }
  return 0;
}
